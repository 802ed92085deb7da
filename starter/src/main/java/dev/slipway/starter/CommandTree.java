package dev.slipway.starter;

import dev.slipway.starter.analyze.AnalyzeCommand;
import dev.slipway.starter.dev.DevCommand;
import dev.slipway.starter.dev.StopCommand;
import dev.slipway.starter.dev.demo.DemoCommand;
import dev.slipway.starter.doctor.DoctorCommand;
import dev.slipway.starter.environment.DiffCommand;
import dev.slipway.starter.environment.EnvironmentCommand;
import dev.slipway.starter.environment.HistoryCommand;
import dev.slipway.starter.environment.PruneCommand;
import dev.slipway.starter.environment.SyncCommand;
import dev.slipway.starter.local.CompletionCommand;
import dev.slipway.starter.local.HelpCommand;
import dev.slipway.starter.local.InitCommand;
import dev.slipway.starter.local.ValidateCommand;
import dev.slipway.starter.local.Version;
import dev.slipway.starter.local.VersionCommand;
import dev.slipway.starter.release.DecisionCommand;
import dev.slipway.starter.release.ExplainCommand;
import dev.slipway.starter.release.LogsCommand;
import dev.slipway.starter.release.ObservationsCommand;
import dev.slipway.starter.release.OrderCommand;
import dev.slipway.starter.release.ReleaseCommand;
import dev.slipway.starter.release.ReportCommand;
import dev.slipway.starter.release.RollbackCommand;
import dev.slipway.starter.release.StartCommand;
import dev.slipway.starter.release.WatchCommand;
import dev.slipway.starter.service.ServiceCommand;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * All commands, in the order of the help: the only place where a command is registered. Making the
 * whole tree takes longer than most commands do, so only the branch that is asked for is made.
 */
public final class CommandTree {

  private CommandTree() {}

  /**
   * The command that can execute these words, with all the others where the words name none or ask
   * for help.
   */
  public static CommandLine of(Surroundings here, String... words) {
    String first = words.length > 0 ? words[0] : "";
    String second = words.length > 1 ? words[1] : "";
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("release", () -> releases(here, second));
    commands.put("rollback", () -> new RollbackCommand(here));
    commands.put("environment", () -> environments(here, second));
    commands.put("service", () -> services(here, second));
    commands.put("analyze", () -> new AnalyzeCommand(here));
    commands.put("init", () -> new InitCommand(here));
    commands.put("validate", () -> new ValidateCommand(here));
    commands.put("dev", () -> stack(here, second));
    commands.put("demo", () -> new DemoCommand(here));
    commands.put("doctor", () -> new DoctorCommand(here));
    commands.put("completion", () -> new CompletionCommand(here));
    commands.put("version", () -> new VersionCommand(here));
    commands.put("help", () -> new HelpCommand(here));
    // These two speak about all the others.
    boolean whole = first.equals("help") || first.equals("completion");
    return configured(grown(new SlipwayCommand(), commands, whole ? "" : first), here);
  }

  private static CommandLine releases(Surroundings here, String word) {
    Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();
    verbs.put("start", () -> new StartCommand(here));
    verbs.put("list", () -> new dev.slipway.starter.release.ListCommand(here));
    verbs.put("status", () -> new dev.slipway.starter.release.StatusCommand(here));
    verbs.put("watch", () -> new WatchCommand(here));
    verbs.put("explain", () -> new ExplainCommand(here));
    for (DecisionCommand.Answer answer : DecisionCommand.Answer.values()) {
      verbs.put(
          answer.verb(), () -> described(answer.description(), new DecisionCommand(here, answer)));
    }
    for (OrderCommand.Verb verb : OrderCommand.Verb.values()) {
      verbs.put(verb.verb(), () -> described(verb.description(), new OrderCommand(here, verb)));
    }
    verbs.put("logs", () -> new LogsCommand(here));
    verbs.put("observations", () -> new ObservationsCommand(here));
    verbs.put("report", () -> new ReportCommand(here));
    return grown(new ReleaseCommand(), verbs, word);
  }

  private static CommandLine environments(Surroundings here, String word) {
    Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();
    verbs.put("list", () -> new dev.slipway.starter.environment.ListCommand(here));
    verbs.put("status", () -> new dev.slipway.starter.environment.StatusCommand(here));
    verbs.put("diff", () -> new DiffCommand(here));
    verbs.put("history", () -> new HistoryCommand(here));
    for (SyncCommand.Verb verb : SyncCommand.Verb.values()) {
      verbs.put(verb.verb(), () -> described(verb.description(), new SyncCommand(here, verb)));
    }
    verbs.put("prune", () -> new PruneCommand(here));
    return grown(new EnvironmentCommand(), verbs, word);
  }

  private static CommandLine services(Surroundings here, String word) {
    Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();
    verbs.put("list", () -> new dev.slipway.starter.service.ListCommand(here));
    verbs.put("status", () -> new dev.slipway.starter.service.StatusCommand(here));
    return grown(new ServiceCommand(), verbs, word);
  }

  private static CommandLine stack(Surroundings here, String word) {
    Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();
    verbs.put("status", () -> new dev.slipway.starter.dev.StatusCommand(here));
    verbs.put("stop", () -> new StopCommand(here));
    return grown(new DevCommand(here), verbs, word);
  }

  /** A command whose class serves several verbs; its name is the one it is added by. */
  private static CommandLine described(String description, Object command) {
    CommandLine line = new CommandLine(command);
    line.getCommandSpec().usageMessage().description(description);
    return line;
  }

  /** The command with the branch of this word, or with all of them where there is none. */
  private static CommandLine grown(
      Object command, Map<String, Supplier<Object>> branches, String word) {
    CommandLine line = new CommandLine(command);
    Supplier<Object> asked = branches.get(word);
    if (asked != null) {
      return line.addSubcommand(word, asked.get());
    }
    branches.forEach((name, branch) -> line.addSubcommand(name, branch.get()));
    return line;
  }

  private static CommandLine configured(CommandLine root, Surroundings here) {
    FailureSentences failures = new FailureSentences(here.console());
    root.getCommandSpec().versionProvider(() -> new String[] {Version.line()});
    return root.setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, new DurationText())
        .setOut(here.console().out())
        .setErr(here.console().err())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(here.console().coloured() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(110)
        .setUsageHelpLongOptionsMaxWidth(34)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures);
  }
}
