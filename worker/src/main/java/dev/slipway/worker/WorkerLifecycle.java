package dev.slipway.worker;

import io.temporal.worker.WorkerFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts polling when everything is composed, and ends it before anything is taken apart: running
 * activities get some time to finish, and what does not is retried by another worker.
 */
@Component
class WorkerLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerLifecycle.class);

  private final WorkerFactory factory;
  private final SearchAttributeRegistration attributes;
  private final WorkerRoles roles;
  private final Watches watches;
  private final WorkerSettings settings;
  private volatile boolean running;

  WorkerLifecycle(
      WorkerFactory factory,
      SearchAttributeRegistration attributes,
      WorkerRoles roles,
      Watches watches,
      WorkerSettings settings) {
    this.factory = factory;
    this.attributes = attributes;
    this.roles = roles;
    this.watches = watches;
    this.settings = settings;
  }

  @Override
  public void start() {
    attributes.register();
    roles.register();
    factory.start();
    watches.start();
    running = true;
    LOG.info("polling as {}", settings.roles());
  }

  @Override
  public void stop() {
    watches.stop();
    factory.shutdown();
    factory.awaitTermination(settings.drain().toMillis(), TimeUnit.MILLISECONDS);
    if (!factory.isTerminated()) {
      factory.shutdownNow();
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
