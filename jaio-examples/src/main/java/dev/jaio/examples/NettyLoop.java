package dev.jaio.examples;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;

/** Runs a task on one of Netty's event loops. */
public final class NettyLoop {
  private NettyLoop() {}

  /** Prints the name of the event loop's thread. */
  public static void main(String[] args) throws Exception {
    try (var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory())) {
      group.submit(() -> System.out.println(Thread.currentThread().getName())).get();
    }
  }
}
