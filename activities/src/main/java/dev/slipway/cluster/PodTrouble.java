package dev.slipway.cluster;

/**
 * What is wrong with the pod of a Deployment that is worst off.
 *
 * @param sentence names the pod and what a person needs to mend it
 * @param lasting it will not go away by itself, such as a crash again and again
 */
public record PodTrouble(String sentence, boolean lasting) {}
