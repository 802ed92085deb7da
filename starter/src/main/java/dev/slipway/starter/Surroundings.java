package dev.slipway.starter;

import dev.slipway.starter.doctor.ServerInspection;
import dev.slipway.starter.screen.Console;
import dev.slipway.starter.screen.Times;
import dev.slipway.starter.server.ServerOptions;
import dev.slipway.starter.server.SlipwayServer;
import dev.slipway.starter.server.TemporalServers;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Function;

/**
 * What a command finds around it; a test gives its own.
 *
 * @param environment the process's environment variables
 * @param directory where the command was started
 * @param clock time and zone of the person
 * @param servers opens the server that the options mean
 * @param inspections the same for {@code doctor}
 * @param input the process's standard input
 */
public record Surroundings(
    Map<String, String> environment,
    Path directory,
    Console console,
    Clock clock,
    Programs programs,
    Function<ServerOptions, SlipwayServer> servers,
    Function<ServerOptions, ServerInspection> inspections,
    InputStream input) {

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static Surroundings ofProcess() {
    Map<String, String> environment = System.getenv();
    return new Surroundings(
        environment,
        Path.of("").toAbsolutePath(),
        Console.system(environment),
        Clock.system(ZoneId.systemDefault()),
        Programs.installed(),
        options -> TemporalServers.open(options, environment),
        options -> TemporalServers.inspect(options, environment),
        System.in);
  }

  /** The same with another console. */
  public Surroundings withConsole(Console other) {
    return new Surroundings(
        environment, directory, other, clock, programs, servers, inspections, input);
  }

  /** How instants are said now. */
  public Times times() {
    return new Times(clock.instant(), clock.getZone());
  }
}
