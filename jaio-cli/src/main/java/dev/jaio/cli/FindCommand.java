package dev.jaio.cli;

import dev.jaio.Aio;
import dev.jaio.FileStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code find}: files in trees that match an expression. */
final class FindCommand extends Tool {

  private void physical() {
    follow = false;
    followGiven = false;
  }

  private void logical() {
    follow = true;
    followGiven = true;
  }

  private void half() {
    follow = false;
    followGiven = true;
  }

  private List<String> words = List.of();
  private boolean follow;
  private boolean followGiven;

  @Override
  void declare(Options options) {
    options
        .about("Show the files in directories that match an expression.")
        .flag("Never follow symbolic links (default).", this::physical, "-P")
        .flag("Follow symbolic links.", this::logical, "-L")
        .flag("Follow symbolic links among the arguments only.", this::half, "-H")
        .operands("WORD", "Directories, default ., and then an expression.", given -> words = given)
        .footer(
            "",
            "Tests: -name PATTERN, -iname PATTERN, -path PATTERN, -ipath PATTERN,",
            "  -type [fdlpscb], -size [+-]N[cwbkMG], -perm [-/]MODE, -empty, -true, -false,",
            "  -atime [+-]DAYS, -ctime, -mtime, -amin [+-]MINUTES, -cmin, -mmin,",
            "  -newer FILE, -anewer FILE, -cnewer FILE, -newerXY FILE: X and Y of aBcm,",
            "  -user NAME, -group NAME, -uid [+-]N, -gid [+-]N,",
            "  -links [+-]N, -inum [+-]N, -samefile FILE",
            "  -readable, -writable, -executable",
            "Actions: -print (default), -print0, -prune, -delete, -quit,",
            "  -exec COMMAND ;, -exec COMMAND {} +: {} is the file",
            "Everywhere: -maxdepth N, -mindepth N, -depth (which -delete implies),",
            "  -xdev, -mount: stay on the file system",
            "Operators: ( EXPR )  ! EXPR  -not EXPR  EXPR -a EXPR  EXPR EXPR  EXPR -o EXPR",
            "  EXPR , EXPR");
  }

  @Override
  void run(Session session) throws IOException, InterruptedException {
    int split = 0;
    while (split < words.size() && !FindExpression.begins(words.get(split))) {
      split++;
    }
    List<String> operands = split == 0 ? List.of(".") : words.subList(0, split);
    var expression =
        new FindExpression(
            session, new ArrayList<>(words.subList(split, words.size())), followGiven);
    FindTest test = expression.parse();
    if (expression.deletes() && follow) {
      throw new UsageException("-delete is not allowed together with -L: it never follows links");
    }
    if (expression.executes() && follow) {
      throw new UsageException("-exec is not supported together with -L");
    }
    try {
      search(session, operands, expression, test);
    } catch (FindTest.Quit e) {
      session.out.flush();
    }
    expression.finish();
  }

  private void search(
      Session session, List<String> operands, FindExpression expression, FindTest test)
      throws InterruptedException {
    Aio aio = session.aio();
    for (String operand : operands) {
      FileStat stat;
      Path path;
      try {
        path = Operands.path(operand);
        stat = stat(aio, path, followGiven);
      } catch (IOException e) {
        session.error(Quoting.always(operand), e);
        continue;
      }
      if (expression.deletes() || expression.executes()) {
        new StepWalk(aio, session, test, expression, followGiven).walk(path, operand, stat);
        continue;
      }
      var walk = new FindWalk(aio, session, test, expression, follow);
      walk.startAt(path, operand, stat);
      walk.run(aio);
    }
  }

  /** The attributes of a file; of a link itself if that is not followed, or leads nowhere. */
  static FileStat stat(Aio aio, Path path, boolean follow)
      throws IOException, InterruptedException {
    if (follow) {
      try {
        return aio.stat(path).await();
      } catch (IOException e) {
        if (Reasons.errno(e) != Reasons.ENOENT) {
          throw e;
        }
      }
    }
    return aio.lstat(path).await();
  }
}
