package dev.jaio.examples;

import dev.jaio.Aio;
import dev.jaio.AsyncFiles;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;

/**
 * A file server on one of Netty's event loops: the loop never blocks on a file.
 *
 * <p>The engine delivers on the event loop, so callbacks may touch the channel and its pipeline as
 * any handler does. The paths of requests are resolved beneath an open directory, which neither
 * {@code ..} nor a symbolic link can leave.
 */
public final class NettyLoop {
  private NettyLoop() {}

  /** Serves a directory, and is its own client for a file that is there and one that is not. */
  public static void main(String[] args) throws Exception {
    try (var samples = Samples.create(3);
        var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        var aio = Aio.builder().dispatcher(loops.next()).start();
        var root = aio.openDirectory(samples.directory()).await()) {
      var pipeline =
          new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
              var files = answerWithFiles(aio.beneath(root));
              channel.pipeline().addLast(new HttpServerCodec(), files);
            }
          };
      var server = new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class);
      var bound = server.childHandler(pipeline).bind(InetAddress.getLoopbackAddress(), 0).sync();
      var address = (InetSocketAddress) bound.channel().localAddress();
      for (String name : new String[] {"2.txt", "none.txt"}) {
        var uri = URI.create("http://localhost:" + address.getPort() + "/" + name);
        var answer = (HttpURLConnection) uri.toURL().openConnection();
        System.out.println(
            name + ": " + answer.getResponseCode() + ", " + answer.getContentLength());
      }
      bound.channel().close().sync();
    }
  }

  private static ChannelHandler answerWithFiles(AsyncFiles files) {
    return new SimpleChannelInboundHandler<HttpRequest>() {
      @Override
      protected void channelRead0(ChannelHandlerContext context, HttpRequest request) {
        var path = Path.of(request.uri().substring(1)); // without the leading slash
        files
            .load(path)
            .onComplete((bytes, error) -> {
              var status = error == null ? HttpResponseStatus.OK : HttpResponseStatus.NOT_FOUND;
              var body = Unpooled.wrappedBuffer(bytes == null ? new byte[0] : bytes);
              var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
              response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
              context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
            });
      }
    };
  }
}
