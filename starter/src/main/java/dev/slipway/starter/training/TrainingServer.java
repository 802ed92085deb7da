package dev.slipway.starter.training;

import dev.slipway.temporal.SlipwayDataConverter;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import io.temporal.api.workflowservice.v1.QueryWorkflowResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.common.converter.DataConverter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Answers the questions of commands as a Temporal server would that has one release. */
final class TrainingServer implements AutoCloseable {

  private final Server server;

  private TrainingServer(Server server) {
    this.server = server;
  }

  /** Listens on a free port of the loopback interface. */
  static TrainingServer start(SampleRelease release) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new TrainingServer(
        NettyServerBuilder.forAddress(address)
            .addService(new Health())
            .addService(new Answers(release))
            .build()
            .start());
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static <T> void answer(T answer, StreamObserver<T> to) {
    to.onNext(answer);
    to.onCompleted();
  }

  /** A client asks for it before anything else. */
  private static final class Health extends HealthGrpc.HealthImplBase {

    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> to) {
      answer(HealthCheckResponse.newBuilder().setStatus(ServingStatus.SERVING).build(), to);
    }
  }

  private static final class Answers extends WorkflowServiceGrpc.WorkflowServiceImplBase {

    private final DataConverter converter = SlipwayDataConverter.create();
    private final SampleRelease release;

    Answers(SampleRelease release) {
      this.release = release;
    }

    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> to) {
      answer(GetSystemInfoResponse.getDefaultInstance(), to);
    }

    @Override
    public void queryWorkflow(
        QueryWorkflowRequest request, StreamObserver<QueryWorkflowResponse> to) {
      boolean isRelease = request.getExecution().getWorkflowId().equals(release.id());
      Payloads status =
          converter.toPayloads(isRelease ? release.status() : release.rollout()).orElseThrow();
      answer(QueryWorkflowResponse.newBuilder().setQueryResult(status).build(), to);
    }

    @Override
    public void describeWorkflowExecution(
        DescribeWorkflowExecutionRequest request,
        StreamObserver<DescribeWorkflowExecutionResponse> to) {
      answer(
          DescribeWorkflowExecutionResponse.newBuilder()
              .setWorkflowExecutionInfo(execution(request.getExecution().getWorkflowId()))
              .build(),
          to);
    }

    @Override
    public void listWorkflowExecutions(
        ListWorkflowExecutionsRequest request, StreamObserver<ListWorkflowExecutionsResponse> to) {
      answer(
          ListWorkflowExecutionsResponse.newBuilder()
              .addExecutions(execution(release.id()))
              .build(),
          to);
    }

    private static WorkflowExecutionInfo execution(String id) {
      return WorkflowExecutionInfo.newBuilder()
          .setExecution(WorkflowExecution.newBuilder().setWorkflowId(id).setRunId("run"))
          .setType(WorkflowType.newBuilder().setName("ReleaseWorkflow"))
          .setStatus(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
          .build();
    }
  }
}
