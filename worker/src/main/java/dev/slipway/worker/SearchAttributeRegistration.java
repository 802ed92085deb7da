package dev.slipway.worker;

import dev.slipway.temporal.SlipwaySearchAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Registers Slipway's search attributes before the first workflow uses them; finds them there the
 * next time.
 */
@Component
class SearchAttributeRegistration {

  private static final Logger LOG = LoggerFactory.getLogger(SearchAttributeRegistration.class);

  private final WorkflowServiceStubs service;
  private final WorkflowClient client;

  SearchAttributeRegistration(WorkflowServiceStubs service, WorkflowClient client) {
    this.service = service;
    this.client = client;
  }

  void register() {
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(service.getRawChannel())
                .validateAndBuildWithDefaults());
    AddSearchAttributesRequest.Builder request =
        AddSearchAttributesRequest.newBuilder().setNamespace(client.getOptions().getNamespace());
    for (SearchAttributeKey<String> key : SlipwaySearchAttributes.all()) {
      request.putSearchAttributes(key.getName(), SlipwaySearchAttributes.type());
    }
    try {
      operator.blockingStub().addSearchAttributes(request.build());
    } catch (StatusRuntimeException e) {
      switch (e.getStatus().getCode()) {
        case ALREADY_EXISTS -> LOG.debug("the search attributes are registered already");
        case PERMISSION_DENIED, UNIMPLEMENTED ->
            LOG.warn(
                "this server lets only its operator register search attributes: {}",
                Status.fromThrowable(e).getDescription());
        default -> throw e;
      }
    }
  }
}
