package dev.slipway.delivery;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a build makes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ArtifactSpec.ImageArtifact.class, name = "image"),
  @JsonSubTypes.Type(value = ArtifactSpec.FileArtifact.class, name = "file")
})
public sealed interface ArtifactSpec {

  /**
   * @param image repository of the image that the build pushes as {@code $SLIPWAY_IMAGE}
   */
  record ImageArtifact(String image) implements ArtifactSpec {}

  /**
   * @param file path inside the workspace, relative, without {@code ..}
   */
  record FileArtifact(String file) implements ArtifactSpec {}
}
