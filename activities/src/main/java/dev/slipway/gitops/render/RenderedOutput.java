package dev.slipway.gitops.render;

import dev.slipway.gitops.render.PathObjects.Placed;
import dev.slipway.manifest.ManifestFile;
import dev.slipway.temporal.FailureType;
import java.util.ArrayList;
import java.util.List;

/** What a tool has printed, document by document, within the bounds of files that people write. */
final class RenderedOutput {

  private static final String SOURCE = "# Source: ";

  private final String what;
  private final List<Placed> objects = new ArrayList<>();

  private RenderedOutput(String what) {
    this.what = what;
  }

  /**
   * @param what was run, for messages; Helm names the template of each document
   * @throws io.temporal.failure.ApplicationFailure MISCONFIGURED or LIMIT_EXCEEDED, permanent
   */
  static List<Placed> of(String what, String output) {
    RenderedOutput all = new RenderedOutput(what);
    StringBuilder document = new StringBuilder();
    for (String line : output.split("\n", -1)) {
      // In a block of text, a line that begins so would be indented.
      if (line.startsWith("---")) {
        all.add(document.toString());
        document.setLength(0);
        document.append(line, "---".length(), line.length()).append('\n');
      } else {
        document.append(line).append('\n');
      }
    }
    all.add(document.toString());
    return all.objects;
  }

  private void add(String document) {
    if (document.isBlank()) {
      return;
    }
    ManifestFile file = ManifestFile.parse(label(document), document);
    file.entries().forEach(entry -> objects.add(new Placed(entry.manifest(), file, entry)));
    if (objects.size() > FolderReader.MAX_OBJECTS) {
      throw FailureType.LIMIT_EXCEEDED.permanent(
          what + " gives more than " + FolderReader.MAX_OBJECTS + " objects: split it into paths");
    }
  }

  private String label(String document) {
    return document
        .lines()
        .filter(line -> line.startsWith(SOURCE))
        .findFirst()
        .map(line -> what + " (" + line.substring(SOURCE.length()).strip() + ")")
        .orElse(what);
  }
}
