package dev.slipway.localcluster.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * The port that a container declares. Its number has no meaning here (the real one is chosen per
 * pod), but what refers to it must mean this one: there is no other.
 *
 * @param number empty when none is declared
 */
record ContainerPort(Optional<Integer> number, Optional<String> name) {

  static ContainerPort of(Fields container) {
    List<Fields> ports = container.children("ports");
    if (ports.size() > 1) {
      container.refuse("ports", "must have at most one entry: a pod has one port here");
    }
    if (ports.isEmpty()) {
      return new ContainerPort(Optional.empty(), Optional.empty());
    }
    Fields port = ports.getFirst();
    port.only("protocol", "TCP");
    int number = port.number("containerPort", 0, 1, 65_535);
    Optional<String> name = port.text("name");
    port.end();
    return new ContainerPort(Optional.of(number), name);
  }

  /** Refuses a probe of a port that is not the declared one. */
  void requireSame(Fields probe) {
    JsonNode port = probe.raw("port");
    boolean same =
        number.isEmpty()
            || port.isMissingNode()
            || (port.isInt() && number.get() == port.intValue())
            || (port.isTextual() && name.equals(Optional.of(port.textValue())));
    if (!same) {
      probe.refuse("port", "must be the container's own port: a pod has one port here");
    }
  }
}
