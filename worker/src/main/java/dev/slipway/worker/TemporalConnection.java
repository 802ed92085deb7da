package dev.slipway.worker;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import dev.slipway.temporal.SlipwayDataConverter;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.IOException;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The connection to Temporal, by the SDK's own environment configuration: Temporal Cloud and mTLS
 * work the same way.
 */
@Configuration(proxyBeanMethods = false)
class TemporalConnection {

  @Bean
  ClientConfigProfile temporalProfile() throws IOException {
    return ClientConfigProfile.load();
  }

  /**
   * What the SDK counts (latencies, free slots, failures) is served with the worker's own metrics.
   */
  @Bean(destroyMethod = "close")
  Scope temporalMetrics(MeterRegistry registry) {
    return new RootScopeBuilder()
        .reporter(new MicrometerClientStatsReporter(registry))
        .reportEvery(com.uber.m3.util.Duration.ofSeconds(10));
  }

  @Bean(destroyMethod = "shutdown")
  WorkflowServiceStubs temporalService(ClientConfigProfile profile, Scope metrics) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions())
            .setMetricsScope(metrics)
            .build());
  }

  @Bean
  WorkflowClient temporalClient(WorkflowServiceStubs service, ClientConfigProfile profile) {
    return WorkflowClient.newInstance(
        service,
        WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
            .setDataConverter(SlipwayDataConverter.create())
            .build());
  }

  @Bean
  SteadyHeartbeat steadyHeartbeat() {
    return new SteadyHeartbeat();
  }

  /** Virtual threads keep a waiting workflow at a few kilobytes. */
  @Bean
  WorkerFactory workerFactory(WorkflowClient client, List<WorkerInterceptor> interceptors) {
    return WorkerFactory.newInstance(
        client,
        WorkerFactoryOptions.newBuilder()
            .setUsingVirtualWorkflowThreads(true)
            .setWorkerInterceptors(interceptors.toArray(WorkerInterceptor[]::new))
            .build());
  }
}
