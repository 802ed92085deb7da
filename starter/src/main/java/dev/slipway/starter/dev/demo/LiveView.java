package dev.slipway.starter.dev.demo;

/** What really runs and answers, as it is seen from the outside. */
interface LiveView {

  /** A status and a body. */
  record Answer(int status, String body) {}

  /** Whether all traffic goes to the team's own Service, as it should at rest. */
  boolean isAtRest();

  /**
   * What the service answers through the gateway.
   *
   * @throws dev.slipway.starter.dev.DevException when nothing answers
   */
  Answer ask(int item);
}
