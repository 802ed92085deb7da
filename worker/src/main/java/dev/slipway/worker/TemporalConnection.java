package dev.slipway.worker;

import dev.slipway.temporal.SlipwayDataConverter;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.IOException;
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

  @Bean(destroyMethod = "shutdown")
  WorkflowServiceStubs temporalService(ClientConfigProfile profile) {
    return WorkflowServiceStubs.newServiceStubs(profile.toWorkflowServiceStubsOptions());
  }

  @Bean
  WorkflowClient temporalClient(WorkflowServiceStubs service, ClientConfigProfile profile) {
    return WorkflowClient.newInstance(
        service,
        WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
            .setDataConverter(SlipwayDataConverter.create())
            .build());
  }

  /** Virtual threads keep a waiting workflow at a few kilobytes. */
  @Bean
  WorkerFactory workerFactory(WorkflowClient client) {
    return WorkerFactory.newInstance(
        client, WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true).build());
  }
}
