package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.config.model.Settings;
import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.Budget.BudgetStep.BudgetAct;
import dev.breakwater.engine.budget.BudgetBook;
import dev.breakwater.guard.Book;
import dev.breakwater.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetBooksTest {

    private Settings settings;

    @BeforeEach
    void load(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("b.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: ./in } }
                groups:
                  - { name: web, match: { function: "web-*" } }
                  - { name: blue, match: { tags: { team: blue } } }
                budgets:
                  - { name: each, scope: account, usdPerMonth: 12000, page: on }
                  - { name: all, scope: organisation, usdPerMonth: 50000 }
                  - name: web
                    scope: { group: web }
                    usdPerMonth: 900
                    usdPerDay: 60
                    minUsdPerHour: 2
                    steps:
                      - { spent: 0.8, do: ticket }
                      - { spent: 1, do: throttle, group: web }
                  - { name: one, scope: { function: web-1 }, usdPerDay: 5 }
                """);
        settings = ConfigLoader.load(file).value();
    }

    @Test
    void sortsAFunctionsSpendIntoItsBudgets() {
        BudgetBook book = Book.budgetBook(settings);
        Scope web = Scope.function("111122223333", "eu-west-1", "web-1");
        Scope other = Scope.function("444455556666", "us-east-1", "batch");

        assertThat(book.keys(web, List.of(Scope.group("111122223333", "eu-west-1", "web"))))
                .containsExactly("each|111122223333", "all|*", "web|*", "one|*");
        assertThat(book.keys(other, List.of())).containsExactly("each|444455556666", "all|*");
        assertThat(book.of("each|444455556666").scope()).isEqualTo(Scope.account("444455556666", "*"));
        assertThat(book.of("gone|*")).isNull();
    }

    @Test
    void turnsAmountsIntoNanoUsdAndKeepsWhatAStepDoes() {
        Budget web = Book.budgetBook(settings).of("web|*");

        assertThat(web.monthNano()).isEqualTo(900_000_000_000L);
        assertThat(web.dayNano()).isEqualTo(60_000_000_000L);
        assertThat(web.minNanoPerHour()).isEqualTo(2_000_000_000L);
        assertThat(web.scope()).isEqualTo(Scope.group("*", "*", "web"));
        assertThat(web.steps()).extracting("act").containsExactly(BudgetAct.TICKET, BudgetAct.THROTTLE);
    }
}
