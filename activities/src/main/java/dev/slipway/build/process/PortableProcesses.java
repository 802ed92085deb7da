package dev.slipway.build.process;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the JDK knows of processes. Where there is no {@code /proc}, a process that has left its
 * parent, or whose parent has ended, is not found any more.
 */
final class PortableProcesses implements ProcessTable {

  @Override
  public String space() {
    return System.getProperty("os.name", "unknown");
  }

  @Override
  public Optional<String> started(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(handle -> handle.info().startInstant())
        .map(Object::toString);
  }

  @Override
  public Members members(ProcessTree tree) {
    Set<Long> members = new HashSet<>();
    ProcessHandle.of(tree.leader())
        .filter(handle -> started(handle.pid()).equals(Optional.of(tree.started())))
        .ifPresent(
            leader -> {
              members.add(leader.pid());
              leader.descendants().map(ProcessHandle::pid).forEach(members::add);
            });
    return new Members(members, false);
  }
}
