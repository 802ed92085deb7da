package dev.slipway.starter.dev;

import dev.slipway.starter.SlipwayCommand;
import dev.slipway.starter.Surroundings;
import dev.slipway.temporal.SlipwayDataConverter;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;

/**
 * Loads what commands load, once, when Slipway is built or installed: the virtual machine keeps
 * those classes in an archive from which every command starts much faster. Changes nothing else,
 * and speaks to nobody.
 */
final class ClassTraining {

  private ClassTraining() {}

  public static void main(String[] args) throws IOException {
    loadOwnClasses();
    // What the commands need of picocli, with their help as the pretext.
    int code = SlipwayCommand.run(Surroundings.ofProcess(), "release", "watch", "--help");
    if (code != 0) {
      throw new IllegalStateException("the help could not be printed");
    }
    SlipwayDataConverter.create();
    connectToNobody();
  }

  private static void loadOwnClasses() throws IOException {
    Path jar = Installation.own().jar("starter");
    try (JarFile file = new JarFile(jar.toFile())) {
      List<String> names =
          file.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith("dev/slipway/") && name.endsWith(".class"))
              .filter(name -> !name.endsWith("package-info.class"))
              .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
              .toList();
      for (String name : names) {
        Class.forName(name, false, ClassTraining.class.getClassLoader());
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a class of the jar is not on the class path", e);
    }
  }

  private static void connectToNobody() {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:1").build());
    try {
      WorkflowClient.newInstance(
          stubs,
          WorkflowClientOptions.newBuilder()
              .setDataConverter(SlipwayDataConverter.create())
              .build());
      stubs
          .blockingStub()
          .withDeadlineAfter(1, TimeUnit.SECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      // Expected: nobody listens there.
      return;
    } finally {
      stubs.shutdownNow();
    }
  }
}
