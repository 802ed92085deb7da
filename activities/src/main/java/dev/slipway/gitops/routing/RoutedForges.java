package dev.slipway.gitops.routing;

import dev.slipway.gitops.CloseOrder;
import dev.slipway.gitops.CommentOrder;
import dev.slipway.gitops.CommitStatus;
import dev.slipway.gitops.ForgeActivities;
import dev.slipway.gitops.MergeOrder;
import dev.slipway.gitops.MergeResult;
import dev.slipway.gitops.PullRequest;
import dev.slipway.gitops.PullRequestOrder;
import dev.slipway.gitops.PullRequestWatch;
import dev.slipway.gitops.forge.CommitChecks;
import dev.slipway.gitops.forge.ForgeDialect;
import dev.slipway.gitops.forge.ForgeHttp;
import dev.slipway.gitops.forge.ForgeSite;
import dev.slipway.gitops.forge.Nudged;
import dev.slipway.gitops.forge.Pause;
import dev.slipway.gitops.forge.RemoteForge;
import dev.slipway.gitops.gitea.GiteaDialect;
import dev.slipway.gitops.github.GitHubDialect;
import dev.slipway.gitops.jgit.RemoteCredentials;
import dev.slipway.platform.ForgeBinding;
import dev.slipway.platform.Platform;
import dev.slipway.platform.SecretFile;
import dev.slipway.platform.WorkerFile;
import dev.slipway.temporal.FailureType;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * All forges of the platform file as one: each repository is served by the forge it lies at, those
 * on disks by the built-in one. The file is asked each time, so that a forge can be added or
 * changed while the worker runs.
 */
public final class RoutedForges
    implements ForgeActivities, CommitChecks, RemoteCredentials, Nudged {

  /** What forges take as the user of a token; they look at the token alone. */
  private static final String TOKEN_USER = "x-access-token";

  private final Supplier<Platform> platform;
  private final ForgeActivities local;
  private final Clock clock;
  private final Map<ForgeBinding, RemoteForge> remote = new ConcurrentHashMap<>();

  /**
   * @param platform as it is now
   * @param local serves repositories on disks
   */
  public RoutedForges(Supplier<Platform> platform, ForgeActivities local, Clock clock) {
    this.platform = platform;
    this.local = local;
    this.clock = clock;
  }

  @Override
  public PullRequest open(PullRequestOrder order) {
    return of(order.repository()).open(order);
  }

  @Override
  public PullRequest awaitChange(PullRequestWatch watch) {
    return of(watch.seen().ref().repository()).awaitChange(watch);
  }

  @Override
  public MergeResult merge(MergeOrder order) {
    return of(order.ref().repository()).merge(order);
  }

  @Override
  public void close(CloseOrder order) {
    of(order.ref().repository()).close(order);
  }

  @Override
  public void comment(CommentOrder order) {
    of(order.ref().repository()).comment(order);
  }

  @Override
  public void report(CommitStatus status) {
    of(status.repository()).report(status);
  }

  /** Repositories on disks have no checks of others. */
  @Override
  public Map<String, PullRequest.Checks> checks(String repository, String commit) {
    return of(repository) instanceof CommitChecks forge
        ? forge.checks(repository, commit)
        : Map.of();
  }

  @Override
  public void nudge(String repository, Predicate<PullRequest> concerned) {
    if (of(repository) instanceof Nudged nudged) {
      nudged.nudge(repository, concerned);
    }
  }

  @Override
  public Optional<Login> login(String address) {
    return platform
        .get()
        .forge(address)
        .filter(forge -> forge.kind() != ForgeBinding.Kind.LOCAL)
        .map(
            forge ->
                new Login(
                    URI.create(forge.url()).getHost(),
                    TOKEN_USER,
                    new SecretFile(WorkerFile.at(forge.tokenFile())).read()));
  }

  private ForgeActivities of(String repository) {
    Optional<ForgeBinding> forge = platform.get().forge(repository);
    if (forge.isPresent() && forge.get().kind() != ForgeBinding.Kind.LOCAL) {
      return remote.computeIfAbsent(forge.get(), this::opened);
    }
    if (forge.isEmpty() && repository.matches("(?is)https?://.*")) {
      throw FailureType.MISCONFIGURED.retryable(
          "no forge is known for the repository "
              + repository
              + ": name it under 'forges' in platform.yaml");
    }
    return local;
  }

  private RemoteForge opened(ForgeBinding forge) {
    SecretFile token = new SecretFile(WorkerFile.at(forge.tokenFile()));
    ForgeSite site = new ForgeSite(forge.name(), forge.url());
    return switch (forge.kind()) {
      case GITEA ->
          opened(
              site,
              new ForgeHttp(
                  forge.name(), URI.create(forge.url() + "/api/v1"), token, Map.of(), clock),
              new GiteaDialect(forge.merge()));
      case GITHUB ->
          opened(
              site,
              new ForgeHttp(
                  forge.name(),
                  GitHubDialect.api(forge.url()),
                  token,
                  GitHubDialect.HEADERS,
                  clock),
              new GitHubDialect(forge.merge()));
      case LOCAL -> throw new IllegalArgumentException("the built-in forge is not remote");
    };
  }

  private RemoteForge opened(ForgeSite site, ForgeHttp http, ForgeDialect dialect) {
    return new RemoteForge(site, http, dialect, clock, Pause.real());
  }
}
