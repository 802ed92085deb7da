package dev.slipway.build.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads JUnit XML: one file, or all {@code *.xml} below a directory. Files there that are no
 * reports are passed over; a report that cannot be read is never taken for a good one.
 *
 * <p>Limits: 5,000 files, 50 MB each, 500 MB in all, elements nested to 64.
 */
public final class JUnitReports {

  private static final int MOST_FILES = 5_000;
  private static final long LARGEST_FILE = 50_000_000;
  private static final long LARGEST = 500_000_000;
  private static final int DEEPEST_DIRECTORY = 10;

  private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();

  public JUnitReports() {
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
  }

  /**
   * @param workspace the directory that the report must not leave
   * @param report relative to it
   * @throws UnreadableReport it is not there, lies outside, is too large, or is no JUnit XML
   * @throws IOException the disk fails
   */
  public JUnitReport read(Path workspace, String report) throws UnreadableReport, IOException {
    Path path = inside(workspace, report);
    JUnitTally tally = new JUnitTally();
    if (Files.isDirectory(path)) {
      List<Path> files = filesBelow(path, report);
      for (Path file : files) {
        read(file, report + "/" + path.relativize(file), false, tally);
      }
    } else {
      read(path, report, true, tally);
    }
    if (tally.isEmpty()) {
      throw new UnreadableReport("'" + report + "' names no test");
    }
    return tally.total();
  }

  private static Path inside(Path workspace, String report) throws UnreadableReport, IOException {
    Path named = workspace.resolve(report);
    if (!Files.exists(named)) {
      throw new UnreadableReport("'" + report + "' was not made");
    }
    Path real = named.toRealPath();
    if (!real.startsWith(workspace.toRealPath())) {
      throw new UnreadableReport("'" + report + "' leads out of the workspace");
    }
    return real;
  }

  private void read(Path file, String name, boolean mustBeReport, JUnitTally tally)
      throws UnreadableReport, IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new UnreadableReport("'" + name + "' is neither a file nor a directory");
    }
    if (Files.size(file) > LARGEST_FILE) {
      throw new UnreadableReport("'" + name + "' is larger than 50 MB");
    }
    try (InputStream in = Files.newInputStream(file)) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      try {
        boolean isReport = new JUnitXml(xml, tally).read();
        if (mustBeReport && !isReport) {
          throw new UnreadableReport("'" + name + "' is no JUnit XML");
        }
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? -1 : e.getLocation().getLineNumber();
      throw new UnreadableReport("'" + name + "' cannot be read, at its line " + line, e);
    }
  }

  private static List<Path> filesBelow(Path directory, String report)
      throws UnreadableReport, IOException {
    List<Path> files = new ArrayList<>();
    long[] bytes = {0};
    Set<FileVisitOption> noLinks = EnumSet.noneOf(FileVisitOption.class);
    Files.walkFileTree(
        directory,
        noLinks,
        DEEPEST_DIRECTORY,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && file.toString().endsWith(".xml")) {
              files.add(file);
              bytes[0] += attributes.size();
            }
            return files.size() > MOST_FILES || bytes[0] > LARGEST
                ? FileVisitResult.TERMINATE
                : FileVisitResult.CONTINUE;
          }
        });
    if (files.size() > MOST_FILES || bytes[0] > LARGEST) {
      throw new UnreadableReport("'" + report + "' holds more than 5,000 files or 500 MB");
    }
    files.sort(null);
    return files;
  }
}
