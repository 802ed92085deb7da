package dev.slipway.service;

import java.util.List;

/**
 * @param head the source branch's commit that was released last
 * @param running releases under way, newest first
 * @param pending a commit that waits for a free build; empty when none
 */
public record ServiceStatus(
    String service,
    String team,
    String head,
    List<String> running,
    String pending,
    long lastNumber,
    List<String> recent) {

  public ServiceStatus {
    running = List.copyOf(running);
    recent = List.copyOf(recent);
  }
}
