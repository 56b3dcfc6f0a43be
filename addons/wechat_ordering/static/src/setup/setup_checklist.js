import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/**
 * The checklist that leads a new restaurant to its first order.
 */
export class SetupChecklist extends Component {
    static template = "wechat_ordering.SetupChecklist";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ steps: [] });
        onWillStart(() => this.load());
        useBus(this.env.bus, "ACTION_MANAGER:UI-UPDATED", () => this.load());
    }

    async load() {
        this.state.steps = await this.orm.silent.call("wechat.setup", "get_steps", []);
    }

    get doneCount() {
        return this.state.steps.filter((step) => step.is_done).length;
    }

    get percent() {
        return Math.round((100 * this.doneCount) / (this.state.steps.length || 1));
    }

    get nextStep() {
        return this.state.steps.find((step) => !step.is_done);
    }

    open(step) {
        return this.action.doAction(step.action);
    }
}

registry.category("actions").add("wechat_ordering.setup_checklist", SetupChecklist);
