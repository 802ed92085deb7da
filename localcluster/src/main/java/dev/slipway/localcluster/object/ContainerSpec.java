package dev.slipway.localcluster.object;

import java.util.List;
import java.util.Optional;

/**
 * The one container of a pod.
 *
 * @param image {@code name@sha256:<hex>}; the artifact store is where it is pulled from
 * @param command never empty: there is no image to take an entrypoint from
 */
public record ContainerSpec(
    String name,
    String image,
    List<String> command,
    List<String> args,
    List<EnvironmentVariable> env,
    List<EnvironmentSource> envFrom,
    Optional<Probe> readiness,
    Optional<Probe> liveness) {

  public ContainerSpec {
    command = List.copyOf(command);
    args = List.copyOf(args);
    env = List.copyOf(env);
    envFrom = List.copyOf(envFrom);
  }

  static ContainerSpec of(Fields container) {
    ContainerPort port = ContainerPort.of(container);
    List<String> command = container.texts("command");
    if (command.isEmpty()) {
      container.refuse("command", "is required: there is no image to take an entrypoint from");
    }
    ContainerSpec spec =
        new ContainerSpec(
            container.requiredText("name"),
            container.requiredText("image"),
            command,
            container.texts("args"),
            container.children("env").stream().map(EnvironmentVariable::of).toList(),
            container.children("envFrom").stream().map(EnvironmentSource::of).toList(),
            Probe.of(container, "readinessProbe", port),
            Probe.of(container, "livenessProbe", port));
    container.ignore(
        "resources",
        "imagePullPolicy",
        "securityContext",
        "terminationMessagePath",
        "terminationMessagePolicy");
    container.end();
    return spec;
  }
}
