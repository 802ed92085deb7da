package dev.slipway.crash;

import dev.slipway.build.process.BuildSettings;
import dev.slipway.cluster.LocalClusterClient;
import dev.slipway.cluster.LocalClusterConnection;
import dev.slipway.worker.ClusterAccess;
import dev.slipway.worker.SlipwayWorker;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.nio.file.Path;
import java.util.Objects;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * The worker as it ships, with a script around it that kills it: system properties {@code
 * crash.control} and {@code crash.notes}.
 */
public final class CrashingWorker {

  private CrashingWorker() {}

  public static void main(String[] arguments) {
    SpringApplication application =
        new SpringApplication(SlipwayWorker.class, Configurations.class);
    application.run(arguments);
  }

  /** What is put around the worker's own beans. */
  @Configuration(proxyBeanMethods = false)
  static class Configurations {

    @Bean
    CrashScript crashScript() {
      CrashScript script =
          new CrashScript(
              Path.of(Objects.requireNonNull(System.getProperty("crash.control"))),
              Path.of(Objects.requireNonNull(System.getProperty("crash.notes"))));
      // Fired on the thread that has just updated a ref, of a cache or of a remote repository.
      Repository.getGlobalListenerList().addRefsChangedListener(event -> script.effect());
      return script;
    }

    @Bean
    WorkerInterceptor crashInterceptor(CrashScript script, BuildSettings builds) {
      Path workspaces = builds.work().resolve("workspaces");
      return new WorkerInterceptorBase() {
        @Override
        public ActivityInboundCallsInterceptor interceptActivity(
            ActivityInboundCallsInterceptor next) {
          return new Counted(script, workspaces, next);
        }
      };
    }

    @Bean
    @Primary
    ClusterAccess crashingClusters(CrashScript script) {
      return (name, state) ->
          new EffectfulCluster(new LocalClusterClient(new LocalClusterConnection(state)), script);
    }
  }

  private static final class Counted extends ActivityInboundCallsInterceptorBase {

    private final CrashScript script;
    private final Path workspaces;
    private @Nullable ActivityExecutionContext context;

    private Counted(CrashScript script, Path workspaces, ActivityInboundCallsInterceptor next) {
      super(next);
      this.script = script;
      this.workspaces = workspaces;
    }

    @Override
    public void init(ActivityExecutionContext newContext) {
      context = newContext;
      super.init(newContext);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      String type = Objects.requireNonNull(context).getInfo().getActivityType();
      if (context.getInfo().isLocal() || type.equals("ForgeAwaitChange")) {
        return super.execute(input);
      }
      long id = script.begin(type);
      ActivityOutput output =
          type.equals("BuildArtifact") || type.equals("BuildTest")
              ? watched(input)
              : super.execute(input);
      script.end(id);
      return output;
    }

    private ActivityOutput watched(ActivityInput input) {
      ProcessWatch watch = new ProcessWatch(workspaces, script::effect);
      try {
        return super.execute(input);
      } finally {
        watch.close();
      }
    }
  }
}
