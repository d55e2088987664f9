// Charts on canvas, only the parts of ECharts that are used; a table with the same numbers beside.
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { el, getJson, inlineData, number, textsOf, token, type Texts } from '../lib/dom';

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export interface ChartData {
  title?: string;
  x: string[];
  series: { name: string; data: (number | null)[]; tone?: string; axis?: number }[];
  unit?: string;
}

const TONES: Record<string, string> = { ok: '--green', warn: '--yellow-line', bad: '--red', info: '--blue', main: '--primary', quiet: '--line-strong' };
const CYCLE = ['main', 'warn', 'info', 'bad', 'ok'];

/** ECharts options for our four kinds. */
export function options(kind: string, data: ChartData, host: Element): echarts.EChartsCoreOption {
  const ink = token(host, '--ink') || '#15201d';
  const quiet = token(host, '--ink-2') || '#4f5d58';
  const line = token(host, '--line') || '#dbe3e0';
  const size = document.body.classList.contains('wall') ? 18 : 12;
  const text = { color: quiet, fontSize: size, fontFamily: token(host, '--font') || 'sans-serif' };
  const spark = kind === 'spark';
  const compact = host.clientHeight > 0 && host.clientHeight < 130;
  const sideways = kind === 'bar';
  const category = {
    type: 'category', data: data.x, inverse: sideways, show: !spark, boundaryGap: kind !== 'line',
    axisLabel: { ...text, ...(sideways ? { width: size * 8, overflow: 'truncate', color: ink } : { hideOverlap: true }) },
    axisTick: { show: false }, axisLine: { lineStyle: { color: line } },
  };
  const value = {
    type: 'value', show: !spark, minInterval: 1, splitNumber: compact ? 1 : 3, axisLabel: { ...text, show: !sideways },
    splitLine: { show: !sideways, lineStyle: { color: line } },
  };
  const second = data.series.some((one) => one.axis === 1) ? [value, { ...value, splitLine: { show: false }, minInterval: 0, scale: true }] : value;
  return {
    animation: false,
    grid: spark ? { left: 2, right: 2, top: 4, bottom: 4 } : { left: 8, right: sideways ? size * 3 : 12, top: data.series.length > 1 && !compact ? size * 2.4 : 12, bottom: 4, containLabel: true },
    legend: { show: !spark && !compact && data.series.length > 1, top: 0, right: 0, textStyle: text, itemHeight: size * 0.7, itemWidth: size * 1.4 },
    tooltip: {
      show: !spark, trigger: 'axis', renderMode: 'richText', confine: true, backgroundColor: token(host, '--surface'), borderColor: line,
      textStyle: { ...text, color: ink }, valueFormatter: (v: unknown) => (v === null || v === undefined ? '—' : `${String(v)}${data.unit ?? ''}`),
    },
    xAxis: sideways ? value : category,
    yAxis: sideways ? category : second,
    series: data.series.map((one, index) => {
      const colour = token(host, TONES[one.tone ?? CYCLE[index % CYCLE.length]!] ?? '--primary') || '#0f5c4c';
      const bars = sideways || (kind === 'hours' && index === 0);
      return {
        name: one.name, data: one.data, type: bars ? 'bar' : 'line', yAxisIndex: one.axis ?? 0, color: colour, smooth: false, showSymbol: false,
        lineStyle: { width: size / 6, type: index === 1 ? 'dashed' : 'solid' }, barMaxWidth: size * 1.6, connectNulls: false,
        areaStyle: spark ? { opacity: 0.15 } : undefined,
        label: sideways ? { show: true, position: 'right', ...text, color: ink } : undefined,
      };
    }),
  };
}

/** The numbers as a table, for reading and for screen readers. */
export function table(data: ChartData, texts: Texts): HTMLElement {
  const head = el('tr', {}, el('th', { scope: 'col' }, texts.time ?? ''), ...data.series.map((one) => el('th', { scope: 'col', class: 'num' }, one.name)));
  const rows = data.x.map((label, index) =>
    el('tr', {}, el('th', { scope: 'row' }, label), ...data.series.map((one) => el('td', { class: 'num' }, String(one.data[index] ?? '—')))));
  const body = el('table', { class: 'table' }, el('caption', {}, data.title ?? ''), el('thead', {}, head), el('tbody', {}, ...rows));
  return el('details', { class: 'more chart-table' }, el('summary', {}, texts.table ?? ''), el('div', { class: 'table-wrap', tabindex: '0' }, body));
}

export async function mount(host: HTMLElement): Promise<void> {
  const texts = textsOf(host);
  const kind = host.dataset.kind ?? 'line';
  const box = el('div', { class: 'chart-box', role: 'img', 'aria-label': host.dataset.label ?? texts.empty ?? '' });
  host.append(box);
  const chart = echarts.init(box, undefined, { renderer: 'canvas' });
  let seen = '';
  let tableAt: HTMLElement | null = null;

  const show = (data: ChartData): void => {
    const now = JSON.stringify(data);
    if (now === seen) return;
    seen = now;
    box.setAttribute('aria-label', data.title || data.series.map((one) => one.name).join('，'));
    chart.setOption(options(kind, data, host), true);
    if (host.dataset.table === '0' || kind === 'spark') return;
    const fresh = table(data, texts);
    if (tableAt instanceof HTMLDetailsElement && fresh instanceof HTMLDetailsElement) fresh.open = tableAt.open;
    if (tableAt) tableAt.replaceWith(fresh);
    else host.after(fresh);
    tableAt = fresh;
  };
  const load = async (): Promise<void> => {
    const { url } = host.dataset;
    if (!url) return;
    try {
      show(await getJson<ChartData>(url));
      host.classList.remove('is-failed');
    } catch {
      host.classList.add('is-failed');
      if (!seen) box.setAttribute('aria-label', texts.failed ?? '');
    }
  };
  host.addEventListener('gz:data', (event) => show((event as CustomEvent<ChartData>).detail));
  host.addEventListener('gz:refresh', () => void load());
  const inline = inlineData<ChartData>(host);
  if (inline) show(inline);
  host.dispatchEvent(new CustomEvent('gz:ready', { bubbles: true }));
  await load();
  const seconds = number(host.dataset.refresh, 0);
  if (seconds > 0) window.setInterval(() => { if (!document.hidden) void load(); }, seconds * 1000);
  if ('ResizeObserver' in window) new ResizeObserver(() => chart.resize()).observe(host);
}
