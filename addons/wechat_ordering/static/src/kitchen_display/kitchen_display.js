import { Component, onWillDestroy, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { KitchenTicketCard } from "./kitchen_ticket_card";

// The bus only hints that something changed; should it be silent, we ask anyway.
const POLL_INTERVAL_MS = 10_000;
const CLOCK_INTERVAL_MS = 1_000;
const STORAGE_KEY = "wechat_ordering.kitchen_display";

/**
 * What a cook sees: the tickets of a store, or of one of its stations, oldest first.
 */
export class KitchenDisplay extends Component {
    static template = "wechat_ordering.KitchenDisplay";
    static components = { KitchenTicketCard };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.bus = useService("bus_service");
        this.sound = useService("mail.sound_effects");
        this.notification = useService("notification");
        const saved = JSON.parse(localStorage.getItem(STORAGE_KEY) || "{}");
        this.state = useState({
            storeId: saved.storeId || false,
            stationId: saved.stationId || false,
            isMuted: Boolean(saved.isMuted),
            isOffline: false,
            isRecentShown: false,
            now: Date.now(),
            board: null,
        });
        this.knownTicketIds = null;
        this.clockOffsetMs = 0;
        onWillStart(() => this.load());
        this.bus.subscribe("KITCHEN_CHANGED", this.onKitchenChanged);
        useBus(this.bus, "BUS:RECONNECT", () => this.load());
        this.timers = [
            setInterval(() => this.load(), POLL_INTERVAL_MS),
            setInterval(() => (this.state.now = Date.now()), CLOCK_INTERVAL_MS),
        ];
        onWillDestroy(() => {
            this.timers.forEach(clearInterval);
            this.bus.unsubscribe("KITCHEN_CHANGED", this.onKitchenChanged);
            this.bus.deleteChannel(this.channel);
        });
    }

    onKitchenChanged = () => this.load();

    get tickets() {
        return this.state.board?.tickets || [];
    }

    get recent() {
        return this.state.board?.recent || [];
    }

    get serverNow() {
        return this.state.now + this.clockOffsetMs;
    }

    get waitingCount() {
        return this.tickets.filter((ticket) => ticket.state !== "ready").length;
    }

    get soundLabel() {
        return this.state.isMuted ? _t("Sound is off") : _t("Sound is on");
    }

    /**
     * Fetches the board. A failure leaves the last board on the screen and says so: a
     * cook with an old list is better off than a cook with none.
     */
    async load() {
        try {
            const board = await this.orm.silent.call("kitchen.ticket", "get_board", [
                this.state.storeId || null,
                this.state.stationId || null,
            ]);
            this.receive(board);
            this.state.isOffline = false;
        } catch (error) {
            if (!this.state.board) {
                throw error;
            }
            this.state.isOffline = true;
        }
    }

    receive(board) {
        this.clockOffsetMs =
            luxon.DateTime.fromSQL(board.now, { zone: "utc" }).toMillis() - Date.now();
        const cancelled = this.getNewlyCancelled(board);
        this.state.storeId = board.store_id;
        this.state.board = board;
        if (board.channel && board.channel !== this.channel) {
            this.bus.deleteChannel(this.channel);
            this.channel = board.channel;
            this.bus.addChannel(this.channel);
        }
        const ids = new Set(board.tickets.map((ticket) => ticket.id));
        if (this.knownTicketIds && !this.state.isMuted) {
            if ([...ids].some((id) => !this.knownTicketIds.has(id))) {
                this.sound.play("new-message");
            }
        }
        this.knownTicketIds = ids;
        cancelled.forEach((dish) => this.sayCancelled(dish));
    }

    /**
     * Dishes that were waiting on this display and that nobody wants any more: a ticket
     * must not vanish while a cook is making it.
     */
    getNewlyCancelled(board) {
        const waiting = new Set(
            this.tickets
                .flatMap((ticket) => ticket.lines)
                .filter((line) => ["queued", "cooking", "recalled"].includes(line.state))
                .map((line) => line.id)
        );
        return [...board.tickets, ...board.recent].flatMap((ticket) =>
            ticket.lines
                .filter((line) => line.state === "cancelled" && waiting.has(line.id))
                .map((line) => ({ ...line, number: ticket.table || ticket.number }))
        );
    }

    sayCancelled({ number, name, quantity }) {
        if (!this.state.isMuted) {
            this.sound.play("new-message");
        }
        this.notification.add(
            _t("Do not make: %(quantity)s × %(dish)s (%(number)s)", {
                quantity,
                dish: name,
                number,
            }),
            { title: _t("Cancelled"), type: "danger", sticky: true }
        );
    }

    save() {
        const { storeId, stationId, isMuted } = this.state;
        localStorage.setItem(STORAGE_KEY, JSON.stringify({ storeId, stationId, isMuted }));
    }

    async selectStore(storeId) {
        this.state.storeId = storeId;
        await this.selectStation(false);
    }

    async selectStation(stationId) {
        this.state.stationId = stationId;
        this.knownTicketIds = null;
        this.save();
        await this.load();
    }

    toggleSound() {
        this.state.isMuted = !this.state.isMuted;
        this.save();
    }

    toggleRecent() {
        this.state.isRecentShown = !this.state.isRecentShown;
    }

    /**
     * Moves one dish and offers to take the move back for as long as that is possible.
     */
    async moveLine(line, toState) {
        const fromState = line.state;
        await this.orm.call("kitchen.ticket.line", "action_move", [[line.id], toState]);
        await this.load();
        const canGoBack =
            (fromState === "queued" && toState === "cooking") ||
            (fromState === "cooking" && toState === "ready") ||
            (fromState === "ready" && toState === "served");
        if (canGoBack) {
            this.offerUndo(_t("%(dish)s moved on.", { dish: line.name }), () =>
                this.orm.call("kitchen.ticket.line", "action_move", [[line.id], fromState])
            );
        }
    }

    async finishTicket(ticket) {
        const isReady = ticket.state === "ready";
        await this.orm.call(
            "kitchen.ticket",
            isReady ? "action_served" : "action_ready",
            [[ticket.id]]
        );
        await this.load();
    }

    async recallTicket(ticket) {
        const ids = ticket.lines
            .filter((line) => line.state === "served")
            .map((line) => line.id);
        await this.orm.call("kitchen.ticket.line", "action_move", [ids, "recalled"]);
        this.state.isRecentShown = false;
        await this.load();
    }

    offerUndo(message, undo) {
        this.closeUndo?.();
        this.closeUndo = this.notification.add(message, {
            type: "info",
            buttons: [
                {
                    name: _t("Undo"),
                    primary: true,
                    onClick: async () => {
                        this.closeUndo?.();
                        await undo();
                        await this.load();
                    },
                },
            ],
        });
    }
}

registry.category("actions").add("wechat_ordering.kitchen_display", KitchenDisplay);
