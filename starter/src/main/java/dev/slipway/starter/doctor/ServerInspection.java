package dev.slipway.starter.doctor;

import java.util.Set;

/** What {@code doctor} wants to know of a Temporal server. */
public interface ServerInspection extends AutoCloseable {

  /** Host and port, for people. */
  String address();

  /** Version of the server. */
  String version();

  /** Names of the search attributes that the namespace knows. */
  Set<String> searchAttributes();

  /**
   * How many workers asked this queue for work in the last minutes.
   *
   * @param workflows for workflows, else for activities
   */
  int pollers(String taskQueue, boolean workflows);

  @Override
  void close();
}
