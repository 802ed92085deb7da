package dev.slipway.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * @param name unique in the file
 * @param run script that is run in a workspace of the commit
 * @param report JUnit XML, a file or a directory, relative to the workspace
 * @param timeout after which the suite has failed; 30 minutes by default
 */
public record TestSuite(String name, String run, Optional<String> report, Duration timeout) {}
