package dev.slipway.starter.release;

/** Where a watched release is shown. */
interface Viewer extends AutoCloseable {

  void show(ReleaseView view);

  /** The server or the worker does not answer for a while; what was shown last still stands. */
  void silence(String sentence);

  @Override
  void close();
}
