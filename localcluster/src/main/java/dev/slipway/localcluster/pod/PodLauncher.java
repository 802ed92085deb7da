package dev.slipway.localcluster.pod;

import dev.slipway.localcluster.object.ContainerSpec;
import dev.slipway.localcluster.object.ObjectStore;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts the container of a pod. */
final class PodLauncher {

  /** All that a pod gets of the environment that the cluster itself was started in. */
  private static final List<String> INHERITED = List.of("HOME", "LANG");

  private final ObjectStore objects;
  private final ArtifactStore artifacts;
  private final PodFiles files;
  private final String cluster;
  private final FreePorts ports = new FreePorts();

  PodLauncher(ObjectStore objects, ArtifactStore artifacts, PodFiles files, String cluster) {
    this.objects = objects;
    this.artifacts = artifacts;
    this.files = files;
    this.cluster = cluster;
  }

  /**
   * A process with the port that it was given.
   *
   * @param process alive, unless it ended at once
   */
  record Started(PodProcess process, PodRecord.Run run) {}

  ProcessMark mark(PodRecord pod) {
    return new ProcessMark(cluster, pod.uid());
  }

  /**
   * Starts it.
   *
   * @param taken ports of other pods
   * @throws PodNotStartable when something is missing that may come later
   */
  Started start(PodRecord pod, Set<Integer> taken) throws PodNotStartable {
    ContainerSpec container = pod.template().container();
    Path artifact = artifacts.pull(container.image());
    try {
      int port = ports.next(taken);
      Map<String, String> given = inherited();
      given.put("HOSTNAME", pod.name());
      given.put("PORT", Integer.toString(port));
      given.put("SLIPWAY_ARTIFACT", artifact.toString());
      PodEnvironment environment = PodEnvironment.of(container, pod.namespace(), objects, given);
      PodProcess process =
          PodProcess.start(
              environment.command(container),
              environment.variables(),
              files.workingDirectory(pod),
              files.log(pod.namespace(), pod.name()).prepare(),
              mark(pod));
      return new Started(process, new PodRecord.Run(process.identity(), port, Instant.now()));
    } catch (IOException e) {
      throw new PodNotStartable(
          "CreateContainerError", "the process could not be started: " + e.getMessage());
    }
  }

  /**
   * A {@code java} of a pod is the JDK that the cluster runs on, which is known to be new enough;
   * the one that happens to be first on the PATH may not be.
   */
  private static Map<String, String> inherited() {
    Map<String, String> inherited = new LinkedHashMap<>();
    for (String name : INHERITED) {
      String value = System.getenv(name);
      if (value != null) {
        inherited.put(name, value);
      }
    }
    String java = System.getProperty("java.home");
    String path = System.getenv("PATH");
    inherited.put("JAVA_HOME", java);
    inherited.put(
        "PATH",
        java
            + "/bin"
            + File.pathSeparator
            + (path == null ? "/usr/local/bin:/usr/bin:/bin" : path));
    return inherited;
  }
}
