import {
  Dashboard,
  GraphWidget,
  GraphWidgetView,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { dashboardsOf, type Picture } from '../dashboards.ts';
import { PlatformStack } from './platform-stack.ts';

/** A dashboard is 24 wide: two pictures a row. */
const picture = { width: 12, height: 6 } as const;
const perRow = 2;

/** What the duty officer looks at, and what shows cost and growth. */
export class DashboardsStack extends PlatformStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'dashboards', stage, 'operations');
    for (const { name, looksBack, pictures } of dashboardsOf(
      stage,
      this.find('api-id'),
    )) {
      const rows = Math.ceil(pictures.length / perRow);
      new Dashboard(this, `Dashboard-${name}`, {
        dashboardName: this.names.own(name),
        defaultInterval: looksBack,
        widgets: Array.from({ length: rows }, (_, row) =>
          pictures
            .slice(row * perRow, (row + 1) * perRow)
            .map((one) => this.#widget(one)),
        ),
      });
    }
  }

  #widget({ asks, good, shows }: Picture): GraphWidget {
    return new GraphWidget({
      ...picture,
      title: `${asks['zh-CN']}（${good['zh-CN']}） ${asks.en} (${good.en})`,
      view: GraphWidgetView.TIME_SERIES,
      left: [...shows],
      region: this.stage.region,
    });
  }
}
