package dev.slipway.delivery;

/** What a repository is built with, as far as its files show. */
public enum BuildTool {
  /** {@code mvnw} */
  MAVEN_WRAPPER,
  /** {@code gradlew} */
  GRADLE_WRAPPER,
  /** {@code package.json} */
  NPM,
  /** {@code go.mod} */
  GO,
  /** None that is known. */
  NONE
}
