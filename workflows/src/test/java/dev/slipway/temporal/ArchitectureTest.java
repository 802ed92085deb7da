package dev.slipway.temporal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.temporal.activity.ActivityInterface;
import io.temporal.workflow.WorkflowInterface;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The rules of the house that a compiler does not hold. */
class ArchitectureTest {

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.slipway");

  @Test
  void workflowsAndAnalysisReadNoClockAndNoChance() {
    check(
        noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Random.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocalRandom.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .because("a workflow is replayed: it must decide the same again"));
  }

  @Test
  void workflowsAndAnalysisTouchNoFileThreadOrNetwork() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.net..", "java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.File")
            .because("what touches the outside is an activity"));
  }

  @Test
  void plannersLedgersAndPoliciesKnowNothingOfTemporal() {
    check(
        noClasses()
            .that()
            .haveSimpleNameEndingWith("Planner")
            .or()
            .haveSimpleNameEndingWith("Ledger")
            .or()
            .haveSimpleNameEndingWith("Policy")
            .or()
            .haveSimpleName("ApprovalGate")
            .or()
            .haveSimpleName("Chronicle")
            .or()
            .haveSimpleName("Contests")
            .or()
            .haveSimpleName("Prunes")
            .or()
            .haveSimpleName("MemoryTrail")
            .or()
            .haveSimpleName("SlotQueue")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.temporal..")
            .because("a decision is tested with tables, in microseconds"));
  }

  @Test
  void analysisDependsOnTheJdkAlone() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.slipway.analysis..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("dev.slipway.analysis..", "java..", "org.jspecify.."));
  }

  @Test
  void onlyWorkflowsAreCalledImpl() {
    check(
        classes()
            .that()
            .haveSimpleNameEndingWith("Impl")
            .should()
            .implement(
                com.tngtech.archunit.base.DescribedPredicate.describe(
                    "a workflow interface",
                    type -> type.isAnnotatedWith(WorkflowInterface.class))));
  }

  @Test
  void namesSayWhatAClassIs() {
    check(
        noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Processor")
            .orShould()
            .haveSimpleNameEndingWith("Dto")
            .orShould()
            .haveSimpleNameStartingWith("Abstract")
            .orShould()
            // A baseline is a word of the field.
            .haveNameMatching(".*[.$]Base(?!line)[^.$]*"));
  }

  @Test
  void activityInterfacesAreCalledActivities() {
    check(
        classes()
            .that()
            .areAnnotatedWith(ActivityInterface.class)
            .should()
            .haveSimpleNameEndingWith("Activities"));
  }

  private static void check(ArchRule rule) {
    rule.check(HOUSE);
  }
}
