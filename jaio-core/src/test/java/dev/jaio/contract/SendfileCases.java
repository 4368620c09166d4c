package dev.jaio.contract;

import dev.jaio.AsyncFile;
import dev.jaio.AsyncFile.Whence;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Sources and targets of sendfile. */
abstract class SendfileCases extends Contract {

  static long position(AsyncFile file) throws Exception {
    return file.seek(0, Whence.CUR).await();
  }

  final byte[] content(int size) {
    var content = new byte[size];
    random().nextBytes(content);
    return content;
  }

  final AsyncFile source(byte[] content) throws Exception {
    return aio.open(Files.write(path("source"), content)).await();
  }

  final AsyncFile digits() throws Exception {
    return aio.open(write("source", "0123456789")).await();
  }

  final AsyncFile target(StandardOpenOption... options) throws Exception {
    return options.length == 0 ? open(path("target")) : aio.open(path("target"), options).await();
  }
}
