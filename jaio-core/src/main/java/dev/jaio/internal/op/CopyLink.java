package dev.jaio.internal.op;

import dev.jaio.FileStat;
import dev.jaio.FileTimes;
import java.nio.file.LinkOption;

/** Copies a symbolic link: its text, owner, times. It has no mode. */
final class CopyLink {

  private final CopySteps steps;
  private final FileStat stat;

  CopyLink(CopySteps steps, FileStat stat) {
    this.steps = steps;
    this.stat = stat;
  }

  void begin() {
    steps.group().readlinkBytes(steps.source()).onComplete(steps.<byte[]>then(this::read));
  }

  private void read(byte[] text) {
    steps.target().choose(stat, () -> create(text));
  }

  private void create(byte[] text) {
    var creating = new Symlink(text, steps.target().written()).shielded();
    steps.submit(creating, steps.then(this::own));
  }

  private void own() {
    steps.created(null);
    steps
        .group()
        .chown(steps.target().written(), stat.uid(), stat.gid(), LinkOption.NOFOLLOW_LINKS)
        .onComplete(steps.unless(CopySteps::matters, this::setTimes));
  }

  private void setTimes() {
    var access = FileTimes.of(stat.atimeSeconds(), stat.atimeNanos());
    var modification = FileTimes.of(stat.mtimeSeconds(), stat.mtimeNanos());
    steps
        .group()
        .utimes(steps.target().written(), access, modification, LinkOption.NOFOLLOW_LINKS)
        .onComplete(steps.unless(CopySteps::matters, () -> steps.complete(stat.size())));
  }
}
