package dev.slipway.worker;

import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.ServiceBinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each watched branch for its head, once per repository and branch however many services and
 * environments live there, and nudges only those concerned. A nudge is never the truth: whoever is
 * nudged reads the branch. What is lost (this process dies between seeing and nudging) is said
 * again by the next worker, as a fresh watch has seen nothing yet.
 */
final class BranchWatch {

  private static final Logger LOG = LoggerFactory.getLogger(BranchWatch.class);

  private final Heads heads;
  private final Map<Branch, String> seen = new LinkedHashMap<>();
  private final Map<Branch, String> troubled = new LinkedHashMap<>();

  /** The head of a branch, asked for cheaply. */
  @FunctionalInterface
  interface Heads {

    /**
     * @return empty when the branch does not exist (yet)
     * @throws RuntimeException when the repository does not answer: the message says why
     */
    Optional<String> head(String repository, String branch);
  }

  /** Who is told that a branch moved. */
  interface Entities {

    void serviceHeadMoved(String service, String commit);

    void environmentHeadMoved(String environment, String service, String commit);
  }

  private record Branch(String repository, String name) {}

  BranchWatch(Heads heads) {
    this.heads = heads;
  }

  /** One round over all branches that the platform names now. */
  void look(List<ServiceBinding> services, Entities entities) {
    look(services, entities, repository -> true);
  }

  /**
   * As {@link #look(List, Entities)}, but asks only some repositories.
   *
   * @param wanted of an address
   */
  void look(List<ServiceBinding> services, Entities entities, Predicate<String> wanted) {
    Map<Branch, List<Consumer<String>>> watched = watched(services, entities);
    seen.keySet().retainAll(watched.keySet());
    for (Map.Entry<Branch, List<Consumer<String>>> entry : watched.entrySet()) {
      Branch branch = entry.getKey();
      if (!wanted.test(branch.repository())) {
        continue;
      }
      headOf(branch)
          .filter(head -> !head.equals(seen.get(branch)))
          .ifPresent(
              head -> {
                entry.getValue().forEach(nudge -> nudge.accept(head));
                seen.put(branch, head);
              });
    }
  }

  private static Map<Branch, List<Consumer<String>>> watched(
      List<ServiceBinding> services, Entities entities) {
    Map<Branch, List<Consumer<String>>> watched = new LinkedHashMap<>();
    for (ServiceBinding service : services) {
      Branch source = new Branch(service.source().repository(), service.source().branch());
      watched
          .computeIfAbsent(source, key -> new ArrayList<>())
          .add(head -> entities.serviceHeadMoved(service.service(), head));
      for (EnvironmentBinding environment : service.environments()) {
        Branch config =
            new Branch(environment.config().repository(), environment.config().branch());
        watched
            .computeIfAbsent(config, key -> new ArrayList<>())
            .add(
                head -> entities.environmentHeadMoved(environment.name(), service.service(), head));
      }
    }
    return watched;
  }

  /** A repository that does not answer is said once, and once more when it answers again. */
  private Optional<String> headOf(Branch branch) {
    try {
      Optional<String> head = heads.head(branch.repository(), branch.name());
      if (troubled.remove(branch) != null) {
        LOG.info("{} of {} answers again", branch.name(), branch.repository());
      }
      return head;
    } catch (RuntimeException e) {
      if (troubled.put(branch, String.valueOf(e.getMessage())) == null) {
        LOG.warn(
            "{} of {} cannot be watched: {}", branch.name(), branch.repository(), e.getMessage());
      }
      return Optional.empty();
    }
  }
}
