package dev.slipway.starter.server;

import dev.slipway.starter.CliException;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.doctor.ServerInspection;
import dev.slipway.temporal.SlipwayDataConverter;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the Temporal server that is meant: an option, else the SDK's own environment configuration
 * (so that Temporal Cloud and mTLS work), else the one of {@code slipway dev}, else the usual port
 * of this machine.
 */
public final class TemporalServers {

  private static final String USUAL = "127.0.0.1:7233";
  private static final Duration CONNECTING = Duration.ofSeconds(2);
  private static final Duration BUSY = Duration.ofSeconds(8);
  private static final int PROBE_MILLIS = 300;
  private static final Duration ASKING = Duration.ofSeconds(8);

  private TemporalServers() {}

  /**
   * @throws CliException UNREACHABLE within about 2 s where nothing answers
   */
  public static SlipwayServer open(ServerOptions options, Map<String, String> environment) {
    ClientConfigProfile profile = profile(options, environment);
    Connection connection = connect(profile);
    return new TemporalServer(connection.client(), connection::close);
  }

  /** The same for {@code doctor}. */
  public static ServerInspection inspect(ServerOptions options, Map<String, String> environment) {
    ClientConfigProfile profile = profile(options, environment);
    Connection connection = connect(profile);
    return new TemporalInspection(connection.client(), address(profile), connection::close);
  }

  static ClientConfigProfile profile(ServerOptions options, Map<String, String> environment) {
    ClientConfigProfile given = load(options, environment);
    Optional<DevStackMarker> stack =
        options.address() == null && given.getAddress() == null
            ? DevStackMarker.read(environment)
            : Optional.empty();
    return given.toBuilder()
        .setAddress(
            firstOf(
                options.address(),
                given.getAddress(),
                stack.flatMap(DevStackMarker::temporalAddress).orElse(USUAL)))
        .setNamespace(
            firstOf(
                options.namespace(),
                given.getNamespace(),
                stack.flatMap(DevStackMarker::temporalNamespace).orElse("default")))
        .build();
  }

  private static ClientConfigProfile load(ServerOptions options, Map<String, String> environment) {
    LoadClientConfigProfileOptions.Builder load =
        LoadClientConfigProfileOptions.newBuilder().setEnvOverrides(environment);
    if (options.profile() != null) {
      load.setConfigFileProfile(options.profile());
    }
    try {
      return ClientConfigProfile.load(load.build());
    } catch (IOException | RuntimeException e) {
      throw new CliException(
          ExitCode.USAGE,
          "The Temporal configuration cannot be used ("
              + reason(e)
              + "): mend temporal.toml, or name another with TEMPORAL_CONFIG_FILE or --profile.",
          e);
    }
  }

  /** The SDK fails over a file without any profile with no words at all. */
  private static String reason(Exception failure) {
    return failure instanceof NullPointerException
        ? "it has no [profile.NAME]"
        : String.valueOf(failure.getMessage());
  }

  /** A client and the thread that works for it alone. */
  private record Connection(WorkflowClient client, NetworkThread thread) {

    void close() {
      client.getWorkflowServiceStubs().shutdownNow();
      thread.close();
    }
  }

  private static Connection connect(ClientConfigProfile profile) {
    NetworkThread thread = new NetworkThread();
    WorkflowServiceStubsOptions options =
        WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions())
            .setRpcQueryTimeout(ASKING)
            .setChannelInitializer(thread::carry)
            .build();
    WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(options);
    try {
      connect(service, address(profile));
    } catch (CliException e) {
      service.shutdownNow();
      thread.close();
      throw e;
    }
    WorkflowClient client =
        WorkflowClient.newInstance(
            service,
            WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
                .setDataConverter(SlipwayDataConverter.create())
                .build());
    return new Connection(client, thread);
  }

  /**
   * Two seconds where nobody listens; a server that listens may be busy, as this machine may be.
   */
  private static void connect(WorkflowServiceStubs service, String address) {
    TimeLimit.of(CONNECTING)
        .extendedBy(BUSY, () -> isListening(address))
        .call(
            () -> {
              service.connect(CONNECTING.plus(BUSY));
              return true;
            },
            overdue -> TemporalFailures.unconnected(overdue, address),
            failure -> TemporalFailures.unconnected(failure, address));
  }

  private static boolean isListening(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 0) {
      return false;
    }
    try (Socket socket = new Socket()) {
      int port = Integer.parseInt(address.substring(colon + 1));
      socket.connect(new InetSocketAddress(address.substring(0, colon), port), PROBE_MILLIS);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      // Nobody listens, which is the answer; also where the address is none.
      return false;
    }
  }

  private static String address(ClientConfigProfile profile) {
    return String.valueOf(profile.getAddress());
  }

  private static String firstOf(@Nullable String first, @Nullable String second, String last) {
    if (first != null) {
      return first;
    }
    return second == null ? last : second;
  }
}
