package dev.slipway.starter.doctor;

import dev.slipway.platform.PlatformFile;
import dev.slipway.platform.PlatformReading;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.dev.StateDirectory;
import dev.slipway.starter.local.SmallFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What this machine must have. */
final class MachineChecks {

  private static final long GIBIBYTE = 1L << 30;
  private static final int OLDEST = 21;

  private final Surroundings here;

  MachineChecks(Surroundings here) {
    this.here = here;
  }

  List<Finding> all() {
    return List.of(jdk(), git(), platformFile(), disk());
  }

  private static Finding jdk() {
    int feature = Runtime.version().feature();
    Path home = Path.of(System.getProperty("java.home"));
    if (feature < OLDEST) {
      return Finding.broken(
          "JDK", feature + " at " + home + " is too old: install a JDK of 21 or newer");
    }
    return Files.exists(home.resolve("bin/javac")) || Files.exists(home.resolve("bin/javac.exe"))
        ? Finding.ok("JDK", feature + " at " + home)
        : Finding.note(
            "JDK",
            feature + " at " + home + " has no compiler: Java services cannot be built with it");
  }

  private Finding git() {
    return here.programs()
        .ask(here.directory(), List.of("git", "--version"))
        .map(version -> Finding.ok("git", version.replace("git version ", "")))
        .orElseGet(
            () ->
                Finding.broken(
                    "git", "not on the PATH: install git 2.30 or newer, builds need it"));
  }

  /** The worker's own file; on this machine it is that of {@code slipway dev}. */
  private Finding platformFile() {
    String given = here.environment().getOrDefault("SLIPWAY_PLATFORM_FILE", "");
    Path file =
        given.isBlank()
            ? StateDirectory.usual(here.environment()).platformFile()
            : here.directory().resolve(given);
    if (!Files.isRegularFile(file)) {
      return given.isBlank()
          ? Finding.note("platform file", "none at " + file + ": slipway dev writes one")
          : Finding.broken("platform file", "there is no " + file + ": mend SLIPWAY_PLATFORM_FILE");
    }
    PlatformReading reading =
        PlatformFile.parse(SmallFile.read(file, file.toString()), file.toString());
    return reading
        .platform()
        .map(
            platform ->
                Finding.ok(
                    "platform file", file + " binds " + platform.services().size() + " service(s)"))
        .orElseGet(() -> Finding.broken("platform file", reading.problems().getFirst().toString()));
  }

  private Finding disk() {
    Path state = StateDirectory.usual(here.environment()).root();
    Path existing = state;
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      double free = (double) Files.getFileStore(existing).getUsableSpace() / GIBIBYTE;
      String text = String.format(Locale.ROOT, "%.1f GiB free for %s", free, state);
      if (free < 1) {
        return Finding.broken("disk", text + ": free some, or set SLIPWAY_STATE to a larger disk");
      }
      return free < 5
          ? Finding.note("disk", text + ": builds and artifacts may fill it")
          : Finding.ok("disk", text);
    } catch (IOException e) {
      return Finding.note("disk", "the space for " + state + " cannot be read: " + e.getMessage());
    }
  }
}
