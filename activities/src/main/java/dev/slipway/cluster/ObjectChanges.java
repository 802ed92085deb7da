package dev.slipway.cluster;

/** Whether one live object may have changed, so that whoever waits for it need not ask. */
public interface ObjectChanges extends AutoCloseable {

  /** Of a cluster that tells nothing: it may always have. */
  ObjectChanges ALWAYS =
      new ObjectChanges() {
        @Override
        public boolean happened() {
          return true;
        }

        @Override
        public void close() {}
      };

  /** Whether it may have changed since the last call; true at the first. Never blocks. */
  boolean happened();

  @Override
  void close();
}
