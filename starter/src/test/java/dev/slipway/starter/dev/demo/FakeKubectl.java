package dev.slipway.starter.dev.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A program by the name of kubectl that answers as it is told, and remembers what it was asked. */
final class FakeKubectl {

  private final Path directory;
  private final Map<String, String> answers = new LinkedHashMap<>();

  FakeKubectl(Path directory) {
    this.directory = directory;
  }

  /**
   * @param words with which what it is asked begins, after the context
   * @param answer what it prints
   */
  FakeKubectl answers(String words, String answer) {
    answers.put(words, "cat <<'END'\n" + answer + "\nEND\nexit 0\n");
    return this;
  }

  FakeKubectl fails(String words, String answer) {
    answers.put(words, "echo '" + answer + "' >&2; exit 1");
    return this;
  }

  Kubectl installed(String context) throws IOException {
    StringBuilder script = new StringBuilder("#!/bin/sh\necho \"$*\" >> ");
    script.append(directory.resolve("asked")).append("\nshift 2\ncase \"$*\" in\n");
    answers.forEach(
        (words, answer) ->
            script.append("\"").append(words).append("\"*)\n").append(answer).append("\n;;\n"));
    script.append("esac\nexit 0\n");
    Path program = directory.resolve("kubectl");
    Files.writeString(program, script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Kubectl.installed(Map.of("PATH", directory + ":/usr/bin:/bin"), context);
  }

  List<String> asked() throws IOException {
    return Files.readAllLines(directory.resolve("asked"));
  }
}
