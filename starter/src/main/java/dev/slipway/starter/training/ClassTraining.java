package dev.slipway.starter.training;

import dev.slipway.starter.SlipwayCommand;
import dev.slipway.starter.Surroundings;
import dev.slipway.starter.dev.Installation;
import dev.slipway.starter.screen.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;

/**
 * Loads what commands load, once, when Slipway is built or installed: the virtual machine keeps
 * those classes in an archive from which every command starts much faster. Changes nothing else,
 * and speaks to nobody but itself.
 */
final class ClassTraining {

  private ClassTraining() {}

  public static void main(String[] args) throws IOException {
    loadOwnClasses();
    SampleRelease release = new SampleRelease();
    try (TrainingServer server = TrainingServer.start(release)) {
      ask(server, "release", "status", release.key());
      ask(server, "release", "explain", release.key());
      ask(server, "release", "list");
    }
  }

  /** Runs a command as a person would, and throws its answer away. */
  private static void ask(TrainingServer server, String... words) {
    StringWriter err = new StringWriter();
    Surroundings here = Surroundings.ofProcess();
    Console silent =
        new Console(
            new PrintWriter(new StringWriter(), true),
            new PrintWriter(err, true),
            true,
            false,
            here.console().glyphs());
    String[] asked = Arrays.copyOf(words, words.length + 2);
    asked[words.length] = "--address";
    asked[words.length + 1] = server.address();
    int code = SlipwayCommand.run(here.withConsole(silent), asked);
    if (code != 0) {
      throw new IllegalStateException(String.join(" ", words) + " failed: " + err);
    }
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
}
