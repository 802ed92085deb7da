package dev.slipway.document;

import org.junit.jupiter.api.Test;

/**
 * What holds for every file format that Slipway publishes: its schema, its parser, its corpus of
 * files and its reference page say the same.
 */
public interface PublishedFormat {

  SchemaAgreement<?> agreement();

  /** Path of the reference page, from the project's root. */
  String page();

  @Test
  default void schemaAcceptsWhatTheParserAccepts() {
    agreement().acceptedFilesAreAccepted();
  }

  @Test
  default void schemaRefusesWhatIsNotBuiltRight() {
    agreement().malformedFilesAreRefused();
  }

  @Test
  default void acceptedFilesWriteEveryField() {
    agreement().everyFieldIsWrittenSomewhere();
  }

  @Test
  default void defaultsOfTheSchemaAreThoseOfTheParser() {
    agreement().defaultsAreTrue();
  }

  @Test
  default void examplesOfTheSchemaAreAcceptedByBoth() {
    agreement().examplesAreAccepted();
  }

  @Test
  default void requiredFieldsAreRequiredByBoth() {
    agreement().requiredFieldsAreRequired();
  }

  @Test
  default void everyFieldExplainsItself() {
    agreement().everyFieldExplainsItself();
  }

  @Test
  default void referencePageHasEveryFieldAndNoOther() {
    agreement().everyFieldIsOnThePage(page());
  }

  @Test
  default void filesOnTheReferencePageAreValid() {
    agreement().filesOnThePageAreValid(page());
  }
}
