package dev.slipway.starter.server;

import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The thread that carries what one command and its server say to each other. It ends with the
 * command: the client's own threads are shared and let go a second after their last use, and a
 * virtual machine that ends waits 0.3 s for a thread that waits for the network.
 */
final class NetworkThread implements AutoCloseable {

  private static final Duration ENDING = Duration.ofMillis(200);

  private final MultiThreadIoEventLoopGroup thread =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("slipway-network", true), NioIoHandler.newFactory());

  /** To be called before the channel is built. */
  void carry(ManagedChannelBuilder<?> channel) {
    if (channel instanceof NettyChannelBuilder netty) {
      netty.eventLoopGroup(thread).channelType(NioSocketChannel.class);
    }
  }

  /** What is under way is cut off. */
  @Override
  public void close() {
    thread
        .shutdownGracefully(0, ENDING.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(ENDING.toMillis());
  }
}
