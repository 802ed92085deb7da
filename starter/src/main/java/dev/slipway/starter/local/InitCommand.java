package dev.slipway.starter.local;

import dev.slipway.delivery.BuildTool;
import dev.slipway.delivery.DeliveryFile;
import dev.slipway.delivery.DeliveryTemplate;
import dev.slipway.delivery.ProjectFacts;
import dev.slipway.starter.CliException;
import dev.slipway.starter.CommonOptions;
import dev.slipway.starter.ExitCode;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.screen.Line;
import dev.slipway.starter.screen.Paint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway init}. */
@Command(
    name = "init",
    description =
        "Writes a commented first delivery file for the repository it stands in; never overwrites one.")
public final class InitCommand implements Callable<Integer> {

  private final Surroundings here;

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "name of the service (default: from the folder's name)")
  private @Nullable String service;

  @Option(names = "--file", paramLabel = "FILE", description = "where to (default: delivery.yaml)")
  private String file = DeliveryFile.DEFAULT_NAME;

  @Mixin private final CommonOptions common = new CommonOptions();

  public InitCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    ProjectFacts facts = facts();
    write(DeliveryTemplate.first(facts));
    if (common.isJson()) {
      LocalJson.print(
          here.console(),
          new TreeMap<>(
              Map.of("file", file, "service", facts.service(), "tool", facts.tool().name())));
    } else {
      here.console()
          .print(
              Line.of(Paint.GREEN, "✔ ")
                  .add("wrote ")
                  .outside(file)
                  .add(" for service " + facts.service() + " (" + words(facts.tool()) + ")"));
      here.console()
          .print(
              "  Look at it, then: slipway validate, and ask the platform team to bind the service.");
    }
    return ExitCode.DONE.code();
  }

  private ProjectFacts facts() {
    BuildTool tool = tool();
    if (service == null) {
      Path folder = here.directory().toAbsolutePath().normalize().getFileName();
      return ProjectFacts.ofFolder(folder == null ? "" : folder.toString(), tool);
    }
    try {
      return new ProjectFacts(service, tool);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, "--service: " + e.getMessage() + ".", e);
    }
  }

  private BuildTool tool() {
    return Stream.of(BuildTool.values())
        .filter(tool -> files(tool).stream().anyMatch(this::has))
        .findFirst()
        .orElse(BuildTool.NONE);
  }

  private static List<String> files(BuildTool tool) {
    return switch (tool) {
      case MAVEN_WRAPPER -> List.of("mvnw");
      case GRADLE_WRAPPER -> List.of("gradlew");
      case MAVEN -> List.of("pom.xml");
      case GRADLE -> List.of("build.gradle", "build.gradle.kts");
      case CARGO -> List.of("Cargo.toml");
      case NPM -> List.of("package.json");
      case GO -> List.of("go.mod");
      case NONE -> List.of();
    };
  }

  private boolean has(String name) {
    return Files.isRegularFile(here.directory().resolve(name));
  }

  private void write(String text) {
    try {
      Files.writeString(
          here.directory().resolve(file),
          text,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          ExitCode.REFUSED,
          file
              + " is there already and stays as it is: check it with slipway validate "
              + file
              + ".",
          e);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.TROUBLE, file + " cannot be written (" + e.getMessage() + ").", e);
    }
  }

  private static String words(BuildTool tool) {
    return switch (tool) {
      case MAVEN_WRAPPER -> "Maven wrapper";
      case GRADLE_WRAPPER -> "Gradle wrapper";
      case MAVEN -> "Maven";
      case GRADLE -> "Gradle";
      case CARGO -> "Cargo";
      case NPM -> "npm";
      case GO -> "Go";
      case NONE -> "no build tool was recognised: write down your own commands";
    };
  }
}
