package dev.slipway.worker;

import dev.slipway.build.checkout.JGitCheckout;
import dev.slipway.build.external.ForgeChecks;
import dev.slipway.build.log.BuildLogs;
import dev.slipway.build.process.BuildSettings;
import dev.slipway.build.process.ProcessBuilds;
import dev.slipway.build.registry.OciRegistry;
import dev.slipway.cluster.ActivityPulse;
import dev.slipway.cluster.LocalClusterClient;
import dev.slipway.cluster.LocalClusterConnection;
import dev.slipway.delivery.DeliveryFile;
import dev.slipway.delivery.DeliveryReading;
import dev.slipway.document.Problem;
import dev.slipway.gitops.jgit.BranchHeads;
import dev.slipway.gitops.jgit.JGitConfig;
import dev.slipway.gitops.jgit.JGitRenderer;
import dev.slipway.gitops.jgit.RepositoryCache;
import dev.slipway.gitops.local.LocalForge;
import dev.slipway.gitops.render.PathReader;
import dev.slipway.gitops.render.Renderer;
import dev.slipway.gitops.render.tool.RenderSettings;
import dev.slipway.gitops.render.tool.RenderTools;
import dev.slipway.gitops.routing.RoutedForges;
import dev.slipway.gitops.webhook.WebhookGate;
import dev.slipway.observation.WorkerJournal;
import dev.slipway.platform.WatchedPlatformFile;
import dev.slipway.source.DeliveryParser;
import dev.slipway.source.JGitSource;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The adapters of this worker, composed: each is plain Java that knows nothing of Spring. */
@Configuration(proxyBeanMethods = false)
class Adapters {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  WatchedPlatformFile platform(WorkerSettings settings) {
    return new WatchedPlatformFile(settings.platformFile());
  }

  /** The forge of each repository; repositories on disks are served by the built-in one. */
  @Bean
  RoutedForges forges(WatchedPlatformFile platform, Clock clock) {
    return new RoutedForges(platform::platform, new LocalForge(clock), clock);
  }

  @Bean
  RepositoryCache repositories(WorkerSettings settings, RoutedForges forges) {
    return new RepositoryCache(settings.work().resolve("repositories"), forges);
  }

  @Bean
  BranchHeads branchHeads(RoutedForges forges) {
    return new BranchHeads(forges);
  }

  @Bean
  RepositoryNudges repositoryNudges() {
    return new RepositoryNudges();
  }

  @Bean
  WebhookGate webhookGate(WatchedPlatformFile platform) {
    return new WebhookGate(platform::platform);
  }

  @Bean
  WebhookNudges webhookNudges(
      WatchedPlatformFile platform,
      RepositoryNudges branches,
      RoutedForges forges,
      EntityClient entities) {
    return new WebhookNudges(platform::platform, branches, forges, entities);
  }

  @Bean
  JGitSource source(RepositoryCache repositories) {
    return new JGitSource(repositories, Adapters::parse);
  }

  private static DeliveryParser.Parsed parse(String text, String fileName) {
    DeliveryReading reading = DeliveryFile.parse(text, fileName);
    return new DeliveryParser.Parsed(
        reading.delivery(), reading.problems().stream().map(Problem::toString).toList());
  }

  @Bean
  PathReader paths(WorkerSettings settings) {
    return new PathReader(new RenderTools(RenderSettings.of(settings.render(), System.getenv())));
  }

  @Bean
  JGitConfig config(RepositoryCache repositories, PathReader paths) {
    return new JGitConfig(repositories, paths);
  }

  @Bean
  Renderer renderer(RepositoryCache repositories, PathReader paths) {
    return new JGitRenderer(repositories, paths);
  }

  @Bean
  BuildSettings buildSettings(WorkerSettings settings) {
    return BuildSettings.of(settings.work(), settings.artifacts());
  }

  @Bean
  OciRegistry registries(WatchedPlatformFile platform) {
    return new OciRegistry(() -> platform.platform().registries());
  }

  @Bean
  ProcessBuilds builds(
      BuildSettings settings, RepositoryCache repositories, OciRegistry registries) {
    return new ProcessBuilds(settings, new JGitCheckout(repositories), registries);
  }

  @Bean
  ForgeChecks externalBuilds(RoutedForges forges, OciRegistry registries) {
    return new ForgeChecks(forges, registries::digest);
  }

  @Bean
  BuildLogs buildLogs(BuildSettings settings) {
    return settings.logs();
  }

  /** Days of blocks of one rollout, and the last dozens of rollouts. */
  @Bean
  WorkerJournal journal(WorkerSettings settings) {
    return new WorkerJournal(settings.work().resolve("observations"), 16_000_000, 500_000_000);
  }

  @Bean
  ActivityPulse pulse(Clock clock) {
    return new ActivityPulse(clock);
  }

  @Bean
  ClusterAccess localClusters() {
    return (name, state) -> new LocalClusterClient(new LocalClusterConnection(state));
  }
}
