package dev.slipway.benchmarks.server;

import com.sun.management.OperatingSystemMXBean;
import io.temporal.serviceclient.Version;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What a measurement ran on, and what it took. */
public final class Machine {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
  private static final Clock CLOCK = Clock.systemUTC();

  private Machine() {}

  /** When, on what, with which versions, and how busy the machine is with other work. */
  public static String description(TemporalServer server) {
    return String.format(
        Locale.ROOT,
        "%s; %d cores, %.0f GiB, JDK %s, Temporal SDK %s, server: %s; load of the machine before: %.1f",
        now(),
        SYSTEM.getAvailableProcessors(),
        SYSTEM.getTotalMemorySize() / (double) (1L << 30),
        Runtime.version(),
        Version.LIBRARY_VERSION,
        server.version(),
        load());
  }

  /** The system's load average over the last minute; above the number of cores, it is too busy. */
  public static double load() {
    return SYSTEM.getSystemLoadAverage();
  }

  /** Whole seconds, UTC. */
  public static Instant now() {
    return CLOCK.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** CPU time of this process, which is worker and client, so far. */
  public static Duration cpu() {
    return Duration.ofNanos(SYSTEM.getProcessCpuTime());
  }

  /** Bytes that are in use after everything was collected that can be. */
  public static long usedHeap() {
    MEMORY.gc();
    MEMORY.gc();
    return MEMORY.getHeapMemoryUsage().getUsed();
  }
}
