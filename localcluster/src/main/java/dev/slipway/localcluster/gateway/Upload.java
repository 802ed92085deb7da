package dev.slipway.localcluster.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Carries a request's body to the pod, beside the response: a pod may answer before it has read
 * everything, and neither side may wait for the other for ever.
 */
final class Upload {

  private static final int ABOUT_DONE_MILLIS = 100;

  private final HttpInput client;
  private final BodyReader body;
  private final BodyWriter writer;
  private final BackendConnection backend;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean complete;
  private volatile boolean clientFailed;

  private Upload(HttpInput client, Framing framing, BackendConnection backend) {
    this.client = client;
    this.backend = backend;
    this.body = new BodyReader(client, framing);
    this.writer = new BodyWriter(backend.output(), framing instanceof Framing.Chunked);
  }

  /** Begins; what is there already is sent at once, without a thread. */
  static Upload begin(HttpInput client, Framing framing, BackendConnection backend) {
    Upload upload = new Upload(client, framing, backend);
    boolean allThere =
        framing instanceof Framing.None
            || (framing instanceof Framing.Length length && length.bytes() <= client.buffered());
    if (allThere) {
      upload.carry();
    } else {
      Thread.ofVirtual().name("gateway-upload").start(upload::carry);
    }
    return upload;
  }

  /** Whether the client broke off in the middle of its own request. */
  boolean clientFailed() {
    return clientFailed;
  }

  /** Whether the whole body was sent; waits a moment for one that is about to be. */
  boolean isComplete() {
    try {
      return ended.await(ABOUT_DONE_MILLIS, TimeUnit.MILLISECONDS) && complete;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void carry() {
    try {
      complete = copy(backend.output());
    } catch (IOException e) {
      // The pod does not read on. It may have answered all the same: the response is still read.
      complete = false;
    } finally {
      ended.countDown();
    }
  }

  private boolean copy(OutputStream output) throws IOException {
    byte[] block = new byte[16 * 1024];
    while (!body.done()) {
      int count;
      try {
        count = body.read(block);
      } catch (IOException e) {
        clientFailed = true;
        backend.close();
        return false;
      }
      if (count > 0) {
        writer.write(block, count);
      }
      if (client.buffered() == 0) {
        output.flush();
      }
    }
    writer.end();
    output.flush();
    return true;
  }
}
