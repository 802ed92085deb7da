package dev.slipway.build.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code /proc}. Start times are the kernel's own ticks: those of {@code ProcessHandle} are
 * computed from the clock and change when it is set.
 */
final class LinuxProcesses implements ProcessTable {

  private static final int LARGEST_STAT = 4096;
  private static final int LARGEST_ENVIRONMENT = 1 << 20;

  /** Positions in {@code stat} after the name, see proc(5). */
  private static final int STATE = 0;

  private static final int PARENT = 1;
  private static final int SESSION = 3;
  private static final int START = 19;

  private final Path proc;

  LinuxProcesses(Path proc) {
    this.proc = proc;
  }

  @Override
  public String space() throws IOException {
    String boot =
        Files.readString(proc.resolve("sys/kernel/random/boot_id"), StandardCharsets.US_ASCII);
    return boot.strip() + " " + Files.readSymbolicLink(proc.resolve("self/ns/pid"));
  }

  @Override
  public Optional<String> started(long pid) {
    return entry(pid).filter(Entry::isAlive).map(Entry::start);
  }

  @Override
  public Members members(ProcessTree tree) throws IOException {
    List<Entry> entries = entries();
    Set<Long> members = new HashSet<>();
    for (Entry entry : entries) {
      if (entry.isAlive() && carriesMark(entry.pid(), tree.id())) {
        members.add(entry.pid());
      }
    }
    boolean sessionIsOurs = tree.leader() > 0 && ownsSession(tree, entries, members);
    for (Entry entry : entries) {
      if (sessionIsOurs && entry.isAlive() && entry.session() == tree.leader()) {
        members.add(entry.pid());
      }
    }
    addChildren(entries, members);
    members.remove(ProcessHandle.current().pid());
    return new Members(members, sessionIsOurs);
  }

  /**
   * A session keeps its number while anybody is in it; then the number may be another's. It is ours
   * if its leader is (a zombie still keeps the number), or if one in it carries our mark.
   */
  private static boolean ownsSession(ProcessTree tree, List<Entry> entries, Set<Long> marked) {
    for (Entry entry : entries) {
      if (entry.pid() == tree.leader()) {
        boolean endedUnseen = tree.watched() && tree.started().isEmpty();
        return entry.start().equals(tree.started()) || endedUnseen;
      }
    }
    return tree.watched()
        || entries.stream()
            .anyMatch(entry -> entry.session() == tree.leader() && marked.contains(entry.pid()));
  }

  private static void addChildren(List<Entry> entries, Set<Long> members) {
    boolean added = true;
    while (added) {
      added = false;
      for (Entry entry : entries) {
        if (entry.isAlive() && members.contains(entry.parent())) {
          added |= members.add(entry.pid());
        }
      }
    }
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : all) {
        entry(Long.parseLong(process.getFileName().toString())).ifPresent(entries::add);
      }
    }
    return entries;
  }

  private Optional<Entry> entry(long pid) {
    String stat = read(proc.resolve(pid + "/stat"), LARGEST_STAT);
    int name = stat.lastIndexOf(')');
    if (name < 0) {
      return Optional.empty();
    }
    String[] fields = stat.substring(name + 2).split(" ", -1);
    return Optional.of(
        new Entry(
            pid,
            fields[STATE].charAt(0),
            Long.parseLong(fields[PARENT]),
            Long.parseLong(fields[SESSION]),
            fields[START]));
  }

  private boolean carriesMark(long pid, String id) {
    String environment = "\0" + read(proc.resolve(pid + "/environ"), LARGEST_ENVIRONMENT);
    return environment.contains("\0" + ProcessTree.MARK + "=" + id + "\0");
  }

  /**
   * Empty where the process has just ended, or is another user's. Not through a channel: those are
   * closed when the thread is interrupted, and a worker that stops would find no process to end.
   */
  private static String read(Path file, int limit) {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return new String(in.readNBytes(limit), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private record Entry(long pid, char state, long parent, long session, String start) {

    private boolean isAlive() {
      return state != 'Z' && state != 'X';
    }
  }
}
