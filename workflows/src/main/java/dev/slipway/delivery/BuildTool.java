package dev.slipway.delivery;

/** What a repository is built with, as far as its files show; what says most comes first. */
public enum BuildTool {
  /** {@code mvnw} */
  MAVEN_WRAPPER,
  /** {@code gradlew} */
  GRADLE_WRAPPER,
  /** {@code pom.xml} without a wrapper */
  MAVEN,
  /** {@code build.gradle} or {@code build.gradle.kts} without a wrapper */
  GRADLE,
  /** {@code Cargo.toml} */
  CARGO,
  /** {@code package.json} */
  NPM,
  /** {@code go.mod} */
  GO,
  /** None that is known. */
  NONE
}
