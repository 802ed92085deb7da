package dev.slipway.e2e;

import java.time.Duration;

/** One who brings versions of a service into production, on the laboratory, behind its gateway. */
interface Contender extends AutoCloseable {

  /** Its name and what it was told. */
  String title();

  /** Where its service is asked. */
  String url();

  /**
   * Brings a version in, or does not, and comes back when nothing moves any more.
   *
   * @param limit after which it is given up
   * @return whether the version was promoted, and why
   */
  Course ship(Behaviour version, Duration limit);

  @Override
  void close();

  /**
   * What a version does.
   *
   * @param number of the version, from 1; also in each of its answers
   * @param name for people
   * @param errors share of requests that it fails
   * @param delay of each answer
   */
  record Behaviour(int number, String name, double errors, Duration delay) {}

  /**
   * What became of a version.
   *
   * @param promoted whether it has all the traffic now
   * @param reason in the contender's words
   */
  record Course(boolean promoted, String reason) {}
}
