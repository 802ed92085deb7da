package dev.slipway.worker;

import dev.slipway.build.checkout.JGitCheckout;
import dev.slipway.build.log.BuildLogs;
import dev.slipway.build.process.BuildSettings;
import dev.slipway.build.process.ProcessBuilds;
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
import dev.slipway.gitops.render.Renderer;
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

  @Bean
  RepositoryCache repositories(WorkerSettings settings) {
    return new RepositoryCache(settings.work().resolve("repositories"));
  }

  @Bean
  BranchHeads branchHeads() {
    return new BranchHeads();
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
  JGitConfig config(RepositoryCache repositories) {
    return new JGitConfig(repositories);
  }

  @Bean
  Renderer renderer(RepositoryCache repositories) {
    return new JGitRenderer(repositories);
  }

  @Bean
  LocalForge forge(Clock clock) {
    return new LocalForge(clock);
  }

  @Bean
  BuildSettings buildSettings(WorkerSettings settings) {
    return BuildSettings.of(settings.work(), settings.artifacts());
  }

  @Bean
  ProcessBuilds builds(BuildSettings settings, RepositoryCache repositories) {
    return new ProcessBuilds(settings, new JGitCheckout(repositories));
  }

  @Bean
  BuildLogs buildLogs(BuildSettings settings) {
    return settings.logs();
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
