{{- define "headroom.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 52 | trimSuffix "-" }}
{{- end }}

{{- define "headroom.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- else if contains (include "headroom.name" .) .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "headroom.name" .) | trunc 52 | trimSuffix "-" }}
{{- end -}}
{{- end }}

{{- define "headroom.selector" -}}
app.kubernetes.io/name: {{ include "headroom.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "headroom.labels" -}}
{{ include "headroom.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "headroom.account" -}}
{{- default (include "headroom.fullname" .) .Values.serviceAccount.name }}
{{- end }}

{{/* Whether the metrics APIs are served at all. */}}
{{- define "headroom.serves" -}}
{{- if or .Values.metricsApis.external .Values.metricsApis.custom .Values.metricsApis.resource }}true{{ end }}
{{- end }}

{{/* The rules of a role of files/rbac.yaml, where the names of the objects of this release stand. */}}
{{- define "headroom.rules" -}}
{{- $role := index . 1 -}}
{{- $root := index . 0 -}}
{{- range $document := splitList "\n---\n" ($root.Files.Get "files/rbac.yaml") -}}
{{- $object := fromYaml $document -}}
{{- if eq $object.metadata.name $role -}}
{{- toYaml $object.rules | replace "headroom-operator" (include "headroom.fullname" $root) -}}
{{- end -}}
{{- end -}}
{{- end }}
