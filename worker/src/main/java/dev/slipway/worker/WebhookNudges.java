package dev.slipway.worker;

import dev.slipway.environment.EnvironmentKey;
import dev.slipway.gitops.forge.ForgeSite;
import dev.slipway.gitops.forge.Nudged;
import dev.slipway.gitops.webhook.ForgeNews;
import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.ForgeBinding;
import dev.slipway.platform.Platform;
import dev.slipway.platform.ServiceBinding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells those whom a delivery concerns to look: watches, the release that a branch is of, the
 * environments that wait for the restoring change that it is.
 */
final class WebhookNudges {

  private static final Pattern PROPOSAL =
      Pattern.compile("slipway/([A-Za-z0-9_-]{1,80}/[0-9a-f]{12}-[0-9]{1,6})/[A-Za-z0-9_-]{1,80}");

  private static final Pattern RESTORE =
      Pattern.compile("slipway-restore/([A-Za-z0-9_-]{1,80})/[A-Za-z0-9_-]{1,100}");

  /** Who waits for pull requests. */
  interface Waiting {

    /**
     * @param key of a release, as text
     */
    void release(String key);

    void environment(EnvironmentKey key);
  }

  private final Supplier<Platform> platform;
  private final RepositoryNudges branches;
  private final Nudged pulls;
  private final Waiting waiting;

  /**
   * @param waiting are told whose pull request may have moved
   */
  WebhookNudges(
      Supplier<Platform> platform, RepositoryNudges branches, Nudged pulls, Waiting waiting) {
    this.platform = platform;
    this.branches = branches;
    this.pulls = pulls;
    this.waiting = waiting;
  }

  /**
   * @return how many repositories of the platform file it is about
   */
  int tell(ForgeBinding forge, ForgeNews news) {
    Set<String> concerned = concerned(forge, news);
    for (String repository : concerned) {
      if (news.pull().isEmpty()) {
        branches.nudge(repository);
      }
      pulls.nudge(repository, news::concerns);
    }
    if (!concerned.isEmpty()) {
      matched(PROPOSAL, news).ifPresent(waiting::release);
      matched(RESTORE, news)
          .ifPresent(environment -> restored(environment, concerned).forEach(waiting::environment));
    }
    return concerned.size();
  }

  private static Optional<String> matched(Pattern branches, ForgeNews news) {
    return news.branch()
        .map(branches::matcher)
        .filter(Matcher::matches)
        .map(branch -> branch.group(1));
  }

  /** The branch names the environment, not the service: all of that name in this repository. */
  private List<EnvironmentKey> restored(String environment, Set<String> repositories) {
    List<EnvironmentKey> keys = new ArrayList<>();
    for (ServiceBinding service : platform.get().services()) {
      service
          .environment(environment)
          .filter(binding -> repositories.contains(binding.config().repository()))
          .ifPresent(binding -> keys.add(new EnvironmentKey(environment, service.service())));
    }
    return keys;
  }

  private Set<String> concerned(ForgeBinding forge, ForgeNews news) {
    Set<String> concerned = new LinkedHashSet<>();
    for (ServiceBinding service : platform.get().services()) {
      addIfMeant(concerned, forge, news, service.source().repository());
      for (EnvironmentBinding environment : service.environments()) {
        addIfMeant(concerned, forge, news, environment.config().repository());
      }
    }
    return concerned;
  }

  private static void addIfMeant(
      Set<String> concerned, ForgeBinding forge, ForgeNews news, String repository) {
    if (!concerned.contains(repository)
        && forge.holds(repository)
        && new ForgeSite(forge.name(), forge.url())
            .repository(repository)
            .equalsIgnoreCase(news.repository())) {
      concerned.add(repository);
    }
  }
}
