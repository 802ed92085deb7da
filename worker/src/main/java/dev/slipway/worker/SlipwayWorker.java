package dev.slipway.worker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** Starts a worker: {@code java -jar slipway-worker.jar --slipway.platform-file=platform.yaml}. */
@SpringBootApplication
@EnableConfigurationProperties(WorkerSettings.class)
public class SlipwayWorker {

  public static void main(String[] args) {
    SpringApplication.run(SlipwayWorker.class, args);
  }
}
