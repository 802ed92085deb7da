package dev.slipway.worker;

import dev.slipway.gitops.forge.ForgeSite;
import dev.slipway.gitops.forge.Nudged;
import dev.slipway.gitops.webhook.ForgeNews;
import dev.slipway.platform.EnvironmentBinding;
import dev.slipway.platform.ForgeBinding;
import dev.slipway.platform.Platform;
import dev.slipway.platform.ServiceBinding;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells those whom a delivery concerns to look: watches, and the release that a branch is of. */
final class WebhookNudges {

  private static final Pattern PROPOSAL =
      Pattern.compile("slipway/([A-Za-z0-9_-]{1,80}/[0-9a-f]{12}-[0-9]{1,6})/[A-Za-z0-9_-]{1,80}");

  private final Supplier<Platform> platform;
  private final RepositoryNudges branches;
  private final Nudged pulls;
  private final Consumer<String> release;

  /**
   * @param release is told a release's key whose pull request may have moved
   */
  WebhookNudges(
      Supplier<Platform> platform,
      RepositoryNudges branches,
      Nudged pulls,
      Consumer<String> release) {
    this.platform = platform;
    this.branches = branches;
    this.pulls = pulls;
    this.release = release;
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
    Optional<Matcher> proposal =
        news.branch()
            .map(PROPOSAL::matcher)
            .filter(Matcher::matches)
            .filter(m -> !concerned.isEmpty());
    proposal.ifPresent(branch -> release.accept(branch.group(1)));
    return concerned.size();
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
