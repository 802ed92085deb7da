package dev.slipway.gitops;

/**
 * Where the desired state of a service in an environment lies.
 *
 * @param repository URL or path of the config repository
 * @param branch the production branch
 * @param path folder inside the repository, relative, without {@code ..}
 */
public record ConfigPath(String repository, String branch, String path) {}
