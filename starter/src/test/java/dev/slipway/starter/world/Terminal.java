package dev.slipway.starter.world;

import dev.slipway.starter.Programs;
import dev.slipway.starter.SlipwayCommand;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.doctor.ServerInspection;
import dev.slipway.starter.screen.Console;
import dev.slipway.starter.screen.Glyphs;
import dev.slipway.starter.server.SlipwayServer;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs a command as a person would type it, and remembers what it said. */
public final class Terminal {

  /** What a command did. */
  public record Said(int code, String out, String err) {

    public List<String> lines() {
      return out.lines().toList();
    }
  }

  private final Supplier<SlipwayServer> server;
  private final Map<String, String> environment = new HashMap<>(Map.of("SLIPWAY_USER", "ada"));
  private Path directory = Path.of("").toAbsolutePath();
  private Programs programs = (where, command) -> Optional.empty();
  private Supplier<ServerInspection> inspection =
      () -> {
        throw new IllegalStateException("no inspection was given");
      };

  private byte[] input = new byte[0];
  private boolean watched;

  public Terminal(SlipwayServer server) {
    this(() -> server);
  }

  public Terminal(Supplier<SlipwayServer> server) {
    this.server = server;
  }

  public Terminal variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public Terminal without(String name) {
    environment.remove(name);
    return this;
  }

  /** A person looks at the answers. */
  public Terminal watched() {
    watched = true;
    return this;
  }

  /** What comes in by standard input. */
  public Terminal input(String text) {
    input = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  public Terminal in(Path where) {
    directory = where;
    return this;
  }

  public Terminal programs(Programs installed) {
    programs = installed;
    return this;
  }

  public Terminal inspection(Supplier<ServerInspection> what) {
    inspection = what;
    return this;
  }

  /** Words are separated by blanks. */
  public Said type(String line) {
    return run(line.split(" ", -1));
  }

  public Said run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings here =
        new Surroundings(
            environment,
            directory,
            new Console(new PrintWriter(out), new PrintWriter(err), false, watched, Glyphs.UNICODE),
            Clock.fixed(Records.NOW, ZoneOffset.UTC),
            programs,
            options -> server.get(),
            options -> inspection.get(),
            new ByteArrayInputStream(input));
    int code = SlipwayCommand.run(here, arguments);
    return new Said(code, out.toString(), err.toString());
  }
}
